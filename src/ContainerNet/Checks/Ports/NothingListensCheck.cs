using System.Globalization;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>A published port leads to a port inside the container that nobody listens on.</summary>
internal sealed class NothingListensCheck : ICheck
{
    internal static readonly FindingDescriptor Nothing = new(
        "CN5002", "Nothing listens on the container port", Severity.Error, "Port {0} of {1} leads to port {2} inside, where nothing listens; {3}.")
    {
        ExplainedBy = ["CN2007", "CN4003"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Nothing];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Listeners;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach ((Container container, ContainerPort port) in Listening.Ports(facts))
        {
            List<ContainerListener> listeners = [.. Listening.Of(container, port.Protocol)];
            if (listeners.Exists(l => l.Port == port.Port))
            {
                continue;
            }

            List<string> others = [.. listeners.OrderBy(l => l.IsLoopback).ThenBy(l => l.Port)
                .Select(l => l.Port.ToString(CultureInfo.InvariantCulture))];
            UnitEdit? edit = UnitEdits.Port(facts, container, port);
            string remedy = others.Count > 0
                ? $"Publish the right port: --publish {port.HostPort}:{others[0]} ... instead of {port.HostPort}:{port.Port}"
                : $"See why the application does not listen: {facts.Client(container.Engine, $"logs {container.Name}")}";
            yield return Nothing.About(
                Questions.SubjectOf(port),
                Questions.PortText(port.HostPort, port.Protocol),
                container.Name,
                Questions.PortText(port.Port, port.Protocol),
                others.Count == 0 ? "nothing listens on any port" : $"what does listen: {Questions.Names(others)}").At(port) with
            {
                Evidence =
                [
                    Questions.Read(
                        $"{container.Engine} container {container.Name}",
                        $"{Questions.AddressText(port.HostAddress, port.HostPort)} -> {Questions.AddressText(port.ContainerAddress, port.Port)}"),
                    Questions.Read(
                        $"/proc/{container.ProcessId}/net/{port.Protocol.ToString().ToLowerInvariant()}",
                        listeners.Count == 0 ? "no listening socket" : Questions.Names(listeners.Select(Listening.Text))),
                    .. facts.LastWords(container),
                ],
                Remedy = edit?.Remedy(remedy) ?? remedy,
                Repairable = edit is { IsPossible: true },
            };
        }
    }
}
