using System.Globalization;
using System.Text.RegularExpressions;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Collection;

/// <summary>
/// Replaces the names of a host, its users, containers, networks, images and domains, each by the same everywhere. Names of
/// interfaces, zones, chains, sets, units that are no container's and programs stay: rules and checks know them.
/// </summary>
internal sealed partial class NameDisguise
{
    /// <summary>Names that have a meaning for engines, resolvers or proxies.</summary>
    private static readonly HashSet<string> s_kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "bridge", "host", "none", "default", "podman", "docker", "localhost", "slirp4netns", "pasta", "private", "container", "ns", "root",
        "localdomain", "ip6-localhost", "ip6-loopback", "ip6-localnet", "ip6-mcastprefix", "ip6-allnodes", "ip6-allrouters", "_", "*",
        "internal", "containers", "local", "unix", "http", "https", "ws", "wss", "nginx", "run", "user", "var", "home", "sock", "socket",
    };

    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _units;

    /// <summary>Learns the names of a snapshot.</summary>
    public NameDisguise(Snapshot snapshot)
    {
        AddDomain(snapshot.Host.Name, "host");
        Add(snapshot.Engines.Select(e => e.User).Concat((snapshot.ContainerUnits ?? []).Select(u => u.User)), "user");
        Add(snapshot.Containers.Select(c => c.Name).Concat((snapshot.ContainerUnits ?? []).Select(u => u.ContainerName)), "container");
        Add(snapshot.Networks.Select(n => n.Name).Concat(snapshot.Containers.SelectMany(c => c.Endpoints).Select(e => e.Network)), "network");
        Add(snapshot.Containers.SelectMany(c => c.Endpoints).SelectMany(e => (e.Aliases ?? []).Concat((e.Links ?? []).SelectMany(l => l.Split(':')))), "alias");
        _units = [.. snapshot.Containers.Select(c => c.Unit).OfType<string>().Concat((snapshot.ContainerUnits ?? []).Select(u => u.Name))];
        IEnumerable<ProxyLogEntry> lines = (snapshot.FailedProxies ?? []).Select(p => p.Reason)
            .Concat((snapshot.Proxies ?? []).SelectMany(p => p.Failures ?? []).Select(f => f.Example));
        lines.Select(e => e.Name).OfType<string>().ToList().ForEach(n => AddDomain(n, "name"));
        foreach (RunningProxy proxy in snapshot.Proxies ?? [])
        {
            foreach (HttpServer server in proxy.Configuration.Servers)
            {
                server.Names.Select(n => n.Value).Where(n => !n.StartsWith('~')).ToList().ForEach(n => AddDomain(n, "name"));
            }

            proxy.Configuration.Upstreams.Concat(proxy.Configuration.StreamUpstreams).ToList().ForEach(u => AddDomain(u.Name, "upstream"));
        }
    }

    /// <summary>One text in its place.</summary>
    public string Of(string text, string area, string property) => (area, property) switch
    {
        ("Host", "Name") => Domain(text, "host"),
        (_, "Image") => Image(text),
        (_, "Source" or "Destination" or "Elsewhere" or "SourceFile") when text.StartsWith('/') && area is "Containers" or "ContainerUnits" => Folder(text),
        ("Engines", "Socket") or (_, "NetworkPath") => Words(text),
        (_, "Engine") or ("Engines", "Name") => text.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon
            ? $"{text[..colon]}:{Words(text[(colon + 1)..])}" : text,
        (_, "Unit") when area != "Journal" => Unit(text),
        ("ContainerUnits", "Name") => Unit(text),
        ("ContainerUnits", "User") => Name(text, "user"),
        ("ContainerUnits", "Command") => text.StartsWith('/') && !text.Contains(':', StringComparison.Ordinal) ? text : string.Join('/', text.Split('/').Select(Words)),
        ("Networks", "Name" or "Members" or "Network") => Name(text, "network"),
        ("Containers", "Name" or "Container" or "Network" or "Aliases" or "Links") => Words(text),
        ("Containers", "NetworkMode" or "ExtraHosts" or "Hosts" or "Error") => Words(text),
        ("HostListeners" or "Proxies" or "FailedProxies", "Container") or ("Namespaces", "Containers") => Name(text, "container"),
        ("Proxies" or "FailedProxies", "Names" or "Value" or "Host" or "HostName" or "Server" or "Text" or "Upstream" or "Arguments" or "Name" or "UnixPath") => Words(text),
        ("Chains" or "Sets" or "Namespaces", "Comment" or "Text") => Quoted().Replace(text, m => Words(m.Value)),
        ("Engines", "Warnings") or ("Gaps", "Source" or "Reason") => Words(text),
        _ => text,
    };

    /// <summary>Every known name in a text.</summary>
    private string Words(string text) => Word().Replace(text, m => IsId(m.Value) ? m.Value : Known(m.Value) ?? string.Join(
        '.', m.Value.Split('.').Select(label => Known(label) ?? label)));

    private string? Known(string word) => _names.GetValueOrDefault(word);

    private string Name(string text, string kind)
    {
        Add([text], kind);
        return Known(text) ?? text;
    }

    /// <summary>web.service, container-web.service, pod-shop.service: systemd's names are made of those of containers.</summary>
    private string Unit(string text)
    {
        int dot = text.LastIndexOf('.');
        string stem = dot < 0 ? text : text[..dot];
        string rest = dot < 0 ? "" : text[dot..];
        string prefix = stem.StartsWith("container-", StringComparison.Ordinal) ? "container-" : "";
        return _units.Contains(text, StringComparer.Ordinal) ? $"{prefix}{Name(stem[prefix.Length..], "unit")}{rest}" : text;
    }

    /// <summary>registry.example/shop/web:1@sha256:... keeps its tag and its digest.</summary>
    private string Image(string text)
    {
        int end = text.IndexOf('@', StringComparison.Ordinal) is >= 0 and int at ? at : text.Length;
        int colon = text.LastIndexOf(':', end - 1);
        end = colon > text.LastIndexOf('/', end - 1) && !text.StartsWith("sha256:", StringComparison.Ordinal) ? colon : end;
        return text.Length == 0 || text.StartsWith("sha256:", StringComparison.Ordinal) ? text : Name(text[..end], "image") + text[end..];
    }

    /// <summary>A path whose depth stays, and what is below what.</summary>
    private string Folder(string text) => string.Join('/', text.Split('/').Select(p => p.Length == 0 ? p : Name(p, "folder")));

    private string Domain(string text, string kind)
    {
        AddDomain(text, kind);
        return Words(text);
    }

    private void AddDomain(string domain, string kind)
    {
        string[] labels = domain.Split('.');

        // The last of several is the world's.
        Add(labels.Length == 1 ? labels : labels[..^1], kind);
    }

    private void Add(IEnumerable<string?> names, string kind)
    {
        foreach (string name in names.OfType<string>())
        {
            if (!s_kept.Contains(name) && !IsId(name) && !name.All(c => char.IsAsciiDigit(c) || c is '.' or ':') && !_names.ContainsKey(name))
            {
                int count = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
                _names[name] = kind + count.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Engines give what has no name the begin of its identifier as one.</summary>
    private static bool IsId(string text) => text.Length is 12 or 64 && text.All(char.IsAsciiHexDigitLower);

    [GeneratedRegex(@"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|/\\*[^*]*\\*/", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quoted();
}
