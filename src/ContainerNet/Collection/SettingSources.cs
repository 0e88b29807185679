using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netlink;
using ContainerNet.Sources.Sysctl;

namespace ContainerNet.Collection;

/// <summary>Reads the settings of the host and of the interfaces that packets come in by.</summary>
internal static class SettingSources
{
    internal static async Task<IReadOnlyList<KernelSetting>> ReadAsync(
        IHost host, SourceRunner run, CollectOptions options, Task<LinkFacts> reading)
    {
        if ((options.Kinds & FactKinds.Settings) == FactKinds.None)
        {
            return [];
        }

        // Ports of a bridge need none: their packets come in by the bridge.
        LinkFacts links = await reading;
        IEnumerable<string> interfaces = links.Links.Where(l => l.MasterIndex == 0 && !l.IsLoopback).Select(l => l.Name);
        List<string> keys = [.. ContainerSettings.KeysFor(interfaces).Union(options.SettingKeys, StringComparer.Ordinal)];
        return await run.Run(
            FactKinds.Settings, "kernel settings", (IReadOnlyList<KernelSetting>)[], () => SettingReader.Read(host, keys));
    }
}
