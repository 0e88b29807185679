using System.Globalization;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Brings a tree into the one form in which entries of lists can be told to be the same: those that come later go before.</summary>
internal static class CanonicalTree
{
    /// <summary>Ports of one project: three times what a machine has.</summary>
    private const int PortLimit = 3 * 65536;

    private static readonly string[] s_byName = ["cap_add", "cap_drop", "dns", "dns_opt", "dns_search", "environment", "labels", "links", "profiles", "sysctls", "tmpfs"];

    /// <summary>The canonical tree.</summary>
    public static YamlMapping Of(YamlMapping tree)
    {
        if (tree["services"] is not YamlMapping services)
        {
            return tree;
        }

        int ports = 0;
        return YamlTree.Set(tree, "services", YamlTree.With(services, [.. services.Entries
            .Select(e => e.Value is YamlMapping service ? YamlTree.With(e, Service(service, ref ports)) : e)]));
    }

    /// <summary>A tree whose paths of volumes and configs begin at a folder of their own.</summary>
    public static YamlMapping Anchored(YamlMapping tree, string directory)
    {
        YamlMapping anchored = tree;
        if (tree["services"] is YamlMapping services)
        {
            anchored = YamlTree.Set(anchored, "services", YamlTree.With(services, [.. services.Entries.Select(e =>
                (e.Value as YamlMapping)?["volumes"] is not YamlSequence volumes ? e : YamlTree.With(e, YamlTree.Set(
                    (YamlMapping)e.Value, "volumes", YamlTree.With(volumes, [.. volumes.Items.Select(v => VolumeText.Anchored(v, directory))]))))]));
        }

        if (tree["configs"] is YamlMapping configs)
        {
            anchored = YamlTree.Set(anchored, "configs", YamlTree.With(configs, [.. configs.Entries.Select(e =>
                (e.Value as YamlMapping)?["file"] is not YamlScalar path ? e : YamlTree.With(e, YamlTree.Set(
                    (YamlMapping)e.Value, "file", YamlTree.Text(VolumeText.PathIn(directory, path.Value), path))))]));
        }

        return anchored;
    }

    private static YamlMapping Service(YamlMapping service, ref int count)
    {
        YamlMapping changed = service;
        if (List(service, "ports") is { } ports)
        {
            List<YamlNode> canonical = [];
            foreach (YamlNode entry in ports.Items)
            {
                foreach (ComposePort port in PortText.Parse(entry))
                {
                    if (++count > PortLimit)
                    {
                        throw YamlText.Fault(entry.Start, $"more than {PortLimit} ports are published");
                    }

                    canonical.Add(entry is YamlMapping ? entry : NodeOf(port, entry));
                }
            }

            changed = YamlTree.Set(changed, "ports", Unique(ports, canonical, PortKey));
        }

        if (List(service, "expose") is { } expose)
        {
            changed = YamlTree.Set(changed, "expose", Unique(expose, expose.Items, n => n is YamlScalar s ? $"{s.Integer?.ToString(CultureInfo.InvariantCulture) ?? s.Value}"
                : throw YamlText.Fault(n.Start, $"a port was expected here, and not {n.Kind}")));
        }

        if (List(service, "volumes") is { } volumes)
        {
            changed = YamlTree.Set(changed, "volumes", Unique(volumes, volumes.Items, n => VolumeText.Parse(n, "/")!.Target));
        }

        foreach (string name in s_byName)
        {
            if (changed[name] is YamlSequence list)
            {
                changed = YamlTree.Set(changed, name, Unique(list, list.Items, n => (n as YamlScalar)?.Value.Split('=')[0]
                    ?? throw YamlText.Fault(n.Start, $"a text was expected here, and not {n.Kind}")));
            }
        }

        return changed;
    }

    private static YamlSequence? List(YamlMapping service, string name) => service[name] switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlSequence list => list,
        YamlNode other => throw YamlText.Fault(other.Start, $"{name} is a list, and not {other.Kind}"),
    };

    /// <summary>Of entries that are the same the last one, in the place of the first.</summary>
    private static YamlSequence Unique(YamlSequence list, IReadOnlyList<YamlNode> items, Func<YamlNode, string> keyOf)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<YamlNode> unique = [];
        foreach (YamlNode item in items)
        {
            if (places.TryAdd(keyOf(item), unique.Count))
            {
                unique.Add(item);
            }
            else
            {
                unique[places[keyOf(item)]] = item;
            }
        }

        return YamlTree.With(list, unique);
    }

    private static string PortKey(YamlNode node)
    {
        YamlMapping port = (YamlMapping)node;
        string Text(string name, string other) => port[name] is YamlScalar { IsNull: false } scalar ? scalar.Value : other;
        return $"{Text("host_ip", "0.0.0.0")}:{Text("published", "-")}:{Text("target", "")}/{Text("protocol", "tcp")}";
    }

    private static YamlMapping NodeOf(ComposePort port, YamlNode from)
    {
        List<YamlEntry> entries = [];
        void Add(string name, string value) => entries.Add(new YamlEntry(YamlTree.Text(name, from), YamlTree.Text(value, from), false, from.End));
        Add("mode", port.Mode);
        if (port.HostAddress is not null)
        {
            Add("host_ip", port.HostAddress.ToString());
        }

        Add("target", port.Port.ToString(CultureInfo.InvariantCulture));
        if (port.HostPort != 0)
        {
            Add("published", port.Published);
        }

        Add("protocol", port.Protocol);
        return new YamlMapping(entries) { Start = from.Start, End = from.End };
    }
}
