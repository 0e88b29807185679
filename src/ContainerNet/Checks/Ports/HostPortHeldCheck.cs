using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>A container did not start because its host port belongs to somebody else; says to whom.</summary>
internal sealed class HostPortHeldCheck : ICheck
{
    internal static readonly FindingDescriptor Held = new(
        "CN5004", "The host port is held by somebody else", Severity.Error, "{0} could not start: port {1} is held by {2}.");

    private static readonly string[] s_words =
        ["address already in use", "port is already allocated", "ports are not available"];

    public IReadOnlyList<FindingDescriptor> Reports => [Held];

    public FactKinds Needs => FactKinds.Engines;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (Container container in facts.Containers.Where(c => !c.IsRunning && IsHeld(c.Error)))
        {
            List<PortBinding> asked = [.. container.PortBindings.Where(b => b.HostPort > 0)];
            PortBinding? binding = asked.Find(b => HolderOf(facts, container, b) is not null)
                ?? asked.Find(b => container.Error!.Contains($":{b.HostPort}", StringComparison.Ordinal))
                ?? (asked.Count > 0 ? asked[0] : null);
            (string Name, Evidence Evidence)? holder = binding is null ? null : HolderOf(facts, container, binding);
            string port = binding is null ? "of the host" : Questions.PortText(binding.HostPort, binding.Protocol);
            string nobody = facts.Has(FactKinds.HostListeners)
                ? "nobody any more; it was when the engine tried"
                : "somebody else (the host's sockets could not be read)";
            yield return Held.About($"container {container.Name}", container.Name, port, holder?.Name ?? nobody) with
            {
                Engine = container.Engine,
                Container = container.Name,
                Port = binding?.HostPort,
                Protocol = binding?.Protocol,
                Evidence =
                [
                    Questions.Read($"{container.Engine} container {container.Name}, State.Error", container.Error!),
                    .. holder is null ? Array.Empty<Evidence>() : [holder.Value.Evidence],
                ],
                Remedy = (holder is null ? "" : $"Stop {holder.Value.Name}, or publish another host port.\n")
                    + facts.Client(container.Engine, $"start {container.Name}"),
            };
        }
    }

    internal static bool IsHeld(string? error) =>
        error is not null && s_words.Any(w => error.Contains(w, StringComparison.OrdinalIgnoreCase));

    private static (string Name, Evidence Evidence)? HolderOf(Snapshot facts, Container container, PortBinding binding)
    {
        // The forwarder of another container holds the port in that container's name.
        Container? other = facts.Containers.FirstOrDefault(c => c.IsRunning && !ReferenceEquals(c, container)
            && c.ActivePorts.Any(b => b.HostPort == binding.HostPort && b.Protocol == binding.Protocol
                && Overlap(b.HostAddress, binding.HostAddress)));
        if (other is not null)
        {
            return ($"container {other.Name}",
                Questions.Read($"{other.Engine} container {other.Name}", $"publishes {Questions.PortText(binding.HostPort, binding.Protocol)}"));
        }

        ContainerListener? listener = facts.HostListeners.FirstOrDefault(l => l.Port == binding.HostPort
            && l.Protocol == binding.Protocol && Overlap(l.Address, binding.HostAddress));
        return listener is null ? null
            : ($"{listener.ProcessName ?? "a process that could not be named"}"
                + (listener.ProcessId is int pid ? $" (process {pid})" : "")
                + $" on {Questions.AddressText(listener.Address, listener.Port)}",
                Questions.Read($"/proc/net/{binding.Protocol.ToString().ToLowerInvariant()}", Listening.Text(listener)));
    }

    private static bool Overlap(IPAddress? left, IPAddress? right) =>
        IsAny(left) || IsAny(right) || left!.Equals(right);

    private static bool IsAny(IPAddress? address) =>
        address is null || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
