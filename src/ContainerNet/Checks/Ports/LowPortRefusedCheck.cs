using System.Globalization;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>
/// A rootless container is to be published on a port that the kernel keeps for root (net.ipv4.ip_unprivileged_port_start, 1024
/// unless somebody lowered it): the forwarder may not listen there, and the container does not start.
/// </summary>
internal sealed class LowPortRefusedCheck : ICheck
{
    private const string Key = "net.ipv4.ip_unprivileged_port_start";

    internal static readonly FindingDescriptor Refused = new(
        "CN5009", "A rootless engine may not listen on the host port", Severity.Error,
        "{0} is to be published on port {1}, and {2} may listen from {3} on.");

    public IReadOnlyList<FindingDescriptor> Reports => [Refused];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings | FactKinds.HostListeners;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        if (facts.SettingNumber(Key) is not { } start)
        {
            yield break;
        }

        // A container that its unit removes again is not there to be asked: the unit's command says what it was to be.
        HashSet<(string Engine, int Port)> seen = [];
        foreach (ContainerEngine engine in facts.Engines.Where(e => e.Rootless))
        {
            IEnumerable<(string Name, int Port, ContainerUnit? Unit)> wanted =
            [
                .. facts.Containers.Where(c => c.Engine == engine.Name && !c.IsRunning)
                    .SelectMany(c => c.PortBindings.Select(b => (c.Name, b.HostPort, facts.UnitOf(c)))),
                .. (facts.ContainerUnits ?? []).Where(u => u.User is not null && u.User == engine.User)
                    .SelectMany(u => u.HostPorts.Select(p => (u.ContainerName ?? u.Name, p, (ContainerUnit?)u))),
            ];
            foreach ((string name, int port, ContainerUnit? unit) in wanted)
            {
                // One who listens there came before the limit was raised, or has the right to.
                if (port > 0 && port < start && !facts.HostListeners.Any(l => l.Port == port) && seen.Add((engine.Name, port)))
                {
                    yield return About(engine, name, port, unit, start);
                }
            }
        }
    }

    private static Finding About(ContainerEngine engine, string container, int port, ContainerUnit? unit, long start)
    {
        string text = port.ToString(CultureInfo.InvariantCulture);
        return Refused.About($"port {text} of {container}", container, text, engine.Name, start) with
        {
            Engine = engine.Name,
            Container = container,
            Port = port,
            Evidence =
            [
                Questions.Read("/proc/sys/net/ipv4/ip_unprivileged_port_start", start.ToString(CultureInfo.InvariantCulture)),
                .. unit is null ? Array.Empty<Evidence>() :
                    [Questions.Read($"systemctl --user show {unit.Name} of {unit.User}", $"{unit.ActiveState} ({unit.SubState}), {unit.Result}")],
            ],
            Remedy = $"sysctl -w {Key}={text}\necho '{Key} = {text}' >> /etc/sysctl.d/zz-containernet.conf\n"
                + $"which lets every user listen from {text} on; or publish a port from {start} on, and let a proxy of root's lead there.",
            Repairable = true,
        };
    }
}
