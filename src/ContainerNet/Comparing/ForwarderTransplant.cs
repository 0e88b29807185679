using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>Puts the userland proxy of one host into another: the option, the processes that forward, and what they listen on.</summary>
internal static class ForwarderTransplant
{
    private const string Program = "docker-proxy";

    /// <summary>The host with it.</summary>
    public static Snapshot? Apply(FactKey key, HostCopy from, HostCopy into)
    {
        List<HostProcess> forwarders = [.. from.Facts.Forwarders.Where(f => f.Name == Program).Select(f => f with
        {
            ForwardsFrom = f.ForwardsFrom is { } begin ? from.In(into, begin) : null,
            ForwardsTo = f.ForwardsTo is { } end ? from.In(into, end) : null,
        })];
        string engine = key.Name.Split(' ')[0];
        bool isOn = from.Facts.Engines.FirstOrDefault(e => e.Name == engine)?.Options.UserlandProxy ?? false;
        return into.Facts with
        {
            Engines = [.. into.Facts.Engines.Select(e => e.Name == engine ? e with { Options = e.Options with { UserlandProxy = isOn } } : e)],
            Forwarders = [.. into.Facts.Forwarders.Where(f => f.Name != Program), .. forwarders],
            HostListeners = [.. into.Facts.HostListeners.Where(l => !IsProxys(l, into.Facts)),
                .. from.Facts.HostListeners.Where(l => IsProxys(l, from.Facts)).Select(l => l with
                {
                    Address = from.In(into, l.Address.ToString()) is { } text && IPAddress.TryParse(text, out IPAddress? address) ? address : l.Address,
                })],
        };
    }

    /// <summary>Whose socket it is, is looked up for few; its address says it too.</summary>
    private static bool IsProxys(ContainerListener listener, Snapshot facts) => listener.ProcessName == Program
        || facts.Forwarders.Any(f => f.Name == Program && f.Protocol == listener.Protocol
            && (f.ProcessId == listener.ProcessId
                || (IPEndPoint.TryParse(f.ForwardsFrom ?? "", out IPEndPoint? from) && from.Port == listener.Port && from.Address.Equals(listener.Address))));
}
