using System.Net;
using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>
/// What the names and addresses of one host stand for: its uplink, the bridge of a network, the address of a container there. Two
/// hosts say the same when they say it of the same roles; and what one says can be said in the names of the other.
/// </summary>
internal sealed class HostRoles
{
    private readonly Dictionary<string, string> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Of a host.</summary>
    public HostRoles(Snapshot facts)
    {
        foreach (ContainerNetwork network in facts.Networks)
        {
            OfNetwork(network);
        }

        foreach (Container container in facts.Containers)
        {
            foreach (ContainerEndpoint endpoint in container.Endpoints)
            {
                Add(endpoint.IPv4?.ToString(), $"<{container.Name}@{endpoint.Network}>");
                Add(endpoint.IPv6?.ToString(), $"<{container.Name}@{endpoint.Network}/6>");
            }
        }

        foreach (AddressFamily family in (AddressFamily[])[AddressFamily.IPv4, AddressFamily.IPv6])
        {
            string suffix = family == AddressFamily.IPv4 ? "" : "/6";
            if (Uplink.Of(facts, family) is { } uplink)
            {
                Add(uplink.Link.Name, "<uplink>");
                Add(uplink.Address.ToString(), $"<host{suffix}>");
                if (facts.Addresses.FirstOrDefault(a => a.Address.Equals(uplink.Address)) is { } address)
                {
                    Add(NetworkOf(address.Address, address.PrefixLength), $"<uplink net{suffix}>");
                }

                Add(facts.Routes.Where(r => r.Destination.PrefixLength == 0 && r.LinkIndex == uplink.Link.Index)
                    .Select(r => r.Gateway).FirstOrDefault(g => g is not null && g.AddressFamily == uplink.Address.AddressFamily)?.ToString(), $"<router{suffix}>");
            }
        }

        foreach (Link link in facts.Links.Where(l => l.Kind == "veth" && !_roles.ContainsKey(l.Name)))
        {
            _roles[link.Name] = Cable;
        }
    }

    /// <summary>What every end of a container's cable is called: their names are drawn.</summary>
    public const string Cable = "<cable>";

    /// <summary>A text of the host in roles.</summary>
    public string Said(string text) => Replace(text, _roles);

    /// <summary>A text in roles, in the names of this host; null when it has nobody in one of them.</summary>
    public string? Meant(string text)
    {
        StringBuilder result = new();
        int done = 0;
        for (int begin = text.IndexOf('<', StringComparison.Ordinal); begin >= 0; begin = text.IndexOf('<', begin + 1))
        {
            int end = text.IndexOf('>', begin);
            if (end < 0)
            {
                break;
            }

            string role = text[begin..(end + 1)];
            if (_names.TryGetValue(role, out string? name))
            {
                result.Append(text, done, begin - done).Append(name);
                done = end + 1;
            }
            else if (IsRole(role))
            {
                return null;
            }
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>The role of an interface, or its name.</summary>
    public string Interface(string name) => _roles.GetValueOrDefault(name, name);

    /// <summary>The container that a text in roles is about, or null.</summary>
    public static string? ContainerIn(string said)
    {
        int at = said.IndexOf('@', StringComparison.Ordinal);
        int begin = at < 0 ? -1 : said.LastIndexOf('<', at);
        return begin < 0 || said.AsSpan(begin, at - begin).Contains(' ') ? null : said[(begin + 1)..at];
    }

    /// <summary>The one network that a text in roles is about, or null.</summary>
    public static string? NetworkIn(string said)
    {
        foreach (string kind in (string[])["<bridge ", "<net ", "<gateway "])
        {
            int begin = said.IndexOf(kind, StringComparison.Ordinal);
            int end = begin < 0 ? -1 : said.IndexOf('>', begin);
            if (end > 0)
            {
                string name = said[(begin + kind.Length)..end];
                return name.EndsWith("/6", StringComparison.Ordinal) ? name[..^2] : name;
            }
        }

        return null;
    }

    private static bool IsRole(string text) => text.Contains('@', StringComparison.Ordinal) || text.StartsWith("<bridge ", StringComparison.Ordinal)
        || text.StartsWith("<net ", StringComparison.Ordinal) || text.StartsWith("<gateway ", StringComparison.Ordinal)
        || text.StartsWith("<uplink", StringComparison.Ordinal) || text.StartsWith("<host", StringComparison.Ordinal)
        || text.StartsWith("<router", StringComparison.Ordinal) || text is Cable;

    private void OfNetwork(ContainerNetwork network)
    {
        Add(network.Bridge, $"<bridge {network.Name}>");
        foreach (NetworkSubnet subnet in network.Subnets)
        {
            string suffix = subnet.Family == AddressFamily.IPv6 ? "/6" : "";
            Add(subnet.Subnet.ToString(), $"<net {network.Name}{suffix}>");
            Add(subnet.Gateway?.ToString(), $"<gateway {network.Name}{suffix}>");
        }
    }

    private void Add(string? name, string role)
    {
        if (name is { Length: > 0 } && _roles.TryAdd(name, role))
        {
            _ = _names.TryAdd(role, name);
        }
    }

    private static string NetworkOf(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return $"{new IPAddress(bytes)}/{length}";
    }

    private static string Replace(string text, Dictionary<string, string> roles)
    {
        StringBuilder? result = null;
        int done = 0;
        for (int begin = 0; begin < text.Length;)
        {
            if (!IsPart(text[begin]))
            {
                begin++;
                continue;
            }

            int end = begin;
            while (end < text.Length && IsPart(text[end]))
            {
                end++;
            }

            if (Role(text, begin, ref end, roles) is { } role)
            {
                result ??= new StringBuilder(text.Length + 32);
                result.Append(text, done, begin - done).Append(role);
                done = end;
            }

            begin = end;
        }

        return result is null ? text : result.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>The role of the word there, or of its begin: an address with a length, a port or the end of a range behind it.</summary>
    private static string? Role(string text, int begin, ref int end, Dictionary<string, string> roles)
    {
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> lookup = roles.GetAlternateLookup<ReadOnlySpan<char>>();
        ReadOnlySpan<char> word = text.AsSpan(begin, end - begin);
        if (lookup.TryGetValue(word, out string? role))
        {
            return role;
        }

        int digits = 0;
        while (digits < word.Length && (char.IsAsciiHexDigitLower(word[digits])))
        {
            digits++;
        }

        if (digits == word.Length && digits is 12 or 64)
        {
            return "<id>";
        }

        int cut = word.IndexOfAny('/', '-');
        cut = cut < 0 ? word.LastIndexOf(':') : cut;
        if (cut > 0 && lookup.TryGetValue(word[..cut], out role))
        {
            end = begin + cut;
            return role;
        }

        // Some end is looked at by itself, such as the second address of a range.
        if (cut > 0 && char.IsAsciiDigit(word[0]))
        {
            end = begin + cut;
        }

        return null;
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '_' or '/';
}
