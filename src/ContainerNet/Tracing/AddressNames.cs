using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>Whose address it is.</summary>
internal sealed class AddressNames
{
    private readonly Dictionary<WideNumber, Container> _containers = [];

    /// <summary>Those of the containers of a host.</summary>
    public AddressNames(Snapshot facts)
    {
        foreach (Container container in facts.Containers.Where(c => c.IsRunning))
        {
            foreach (IPAddress address in container.Endpoints.SelectMany(e => new[] { e.IPv4, e.IPv6 }).OfType<IPAddress>())
            {
                _containers.TryAdd(AddressNumber.Of(address), container);
            }
        }
    }

    /// <summary>The container of an address, or null.</summary>
    public Container? Of(WideNumber address) => _containers.GetValueOrDefault(address);

    /// <summary>"web:80", "192.0.2.9:53", "192.0.2.9".</summary>
    public string Text(WideNumber address, int port, bool isIPv6)
    {
        string name = Of(address)?.Name ?? AddressNumber.ToAddress(address, isIPv6).ToString();
        return port == 0 ? name
            : string.Create(CultureInfo.InvariantCulture, $"{(name.Contains(':', StringComparison.Ordinal) ? $"[{name}]" : name)}:{port}");
    }
}
