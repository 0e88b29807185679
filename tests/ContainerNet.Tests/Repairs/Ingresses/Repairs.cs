using ContainerNet.Collection;
using ContainerNet.Model.Visits;
using ContainerNet.Sources.Compose;
using ContainerNet.Sources.Ingresses;
using ContainerNet.Yaml;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Plans of tests.</summary>
internal static class Repairs
{
    /// <summary>An application at / that is meant to stand below /app of shop.test.</summary>
    public static VisitNeeds Needs() => new() { Page = new Uri("http://shop.test/app/"), Prefix = "/app" };

    /// <summary>The plan for manifests.</summary>
    public static IngressRepairPlan Plan(VisitNeeds needs, params string[] manifests) =>
        new IngressRepairer(new BareHost(), new YamlDotNetReader()).Plan(Options(manifests), needs, manifests.Length > 1 && !manifests[0].Contains('\n', StringComparison.Ordinal) ? manifests[0] : null);

    /// <summary>The first file, which is the only one that changes.</summary>
    public static string After(IngressRepairPlan plan)
    {
        Assert.True(plan.Obstacles.Count == 0, string.Join('\n', plan.Obstacles));
        return Assert.Single(plan.Files).After;
    }

    /// <summary>An Ingress of somebody else.</summary>
    public static string Other(string name, string path, string host = "shop.test") => Manifests.Ingress(name, path, host: host, space: "other", service: "home");

    private static ManifestOptions Options(string[] manifests) => new()
    {
        Texts = [.. manifests.Where(m => m.Contains('\n', StringComparison.Ordinal)).Select((t, i) => new KeyValuePair<string, string>(i == 0 ? "app.yaml" : $"app{i}.yaml", t))],
    };
}
