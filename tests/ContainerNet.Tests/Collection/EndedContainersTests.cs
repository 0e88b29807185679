using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Collection;

public sealed class EndedContainersTests
{
    private static readonly int s_gone = int.MaxValue;

    [Fact]
    public void ProcessThatIsGone_MeansExited() => Assert.Equal(
        [ContainerState.Running, ContainerState.Exited, ContainerState.Created],
        States(Environment.ProcessId));

    /// <summary>Its numbers are not ours: in a pid namespace of its own, or where we may not look.</summary>
    [Fact]
    public void EngineThatCountsProcessesOtherwise_IsBelieved()
    {
        Assert.DoesNotContain(ContainerState.Exited, States(engine: null));
        Assert.DoesNotContain(ContainerState.Exited, States(s_gone));
    }

    private static IEnumerable<ContainerState> States(int? engine)
    {
        using LinuxHost host = new();
        return [.. EndedContainers.Mark(host, new EngineFacts(
            [new ContainerEngine { Name = "docker", Kind = EngineKind.Docker, Version = "26", ApiVersion = "1.45", Socket = "/s", ProcessId = engine }],
            [],
            [
                New(Environment.ProcessId, ContainerState.Running), New(s_gone, ContainerState.Running), New(0, ContainerState.Created),
            ])).Select(c => c.State)];
    }

    private static Container New(int process, ContainerState state) => new()
    {
        Engine = "docker", Id = process.ToString(CultureInfo.InvariantCulture), Name = "c", ProcessId = process, State = state,
    };
}
