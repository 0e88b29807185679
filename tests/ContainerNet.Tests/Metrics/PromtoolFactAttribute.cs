namespace ContainerNet.Metrics;

/// <summary>A test that asks the exposition format's own linter.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PromtoolFactAttribute : FactAttribute
{
    internal const string Program = "/var/cache/containernet-lab/promtool/usr/bin/promtool";

    public PromtoolFactAttribute() => Skip = File.Exists(Program) ? null : "promtool is not there: tests/promtool.sh unpacks it";
}
