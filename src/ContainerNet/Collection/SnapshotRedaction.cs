using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerNet.Model;

namespace ContainerNet.Collection;

/// <summary>
/// Replaces addresses and names in the JSON of a snapshot, each by the same everywhere, so that checks and walks give the same codes. It
/// works on every text of the JSON, so that a property that is added later is not forgotten.
/// </summary>
internal sealed partial class SnapshotRedaction
{
    /// <summary>Texts that are versions or times, which may look like addresses.</summary>
    private static readonly HashSet<string> s_plain = new(StringComparer.Ordinal)
    {
        "Version", "ApiVersion", "Kernel", "OperatingSystem", "CollectedAt", "BootedAt", "StartedAt", "At", "ActiveSince", "InactiveSince",
        "LoadedAt", "ChangedAt", "First", "Last", "Time", "FirewallReloadedAt", "Id", "NetworkId",
    };

    /// <summary>Free text in which anything may stand, and that no check reads.</summary>
    private static readonly HashSet<string> s_free = new(StringComparer.Ordinal) { "Message", "Request", "Referrer" };

    private readonly AddressDisguise _addresses;
    private readonly NameDisguise _names;

    /// <summary>For one snapshot. The same address has another disguise in the next.</summary>
    public SnapshotRedaction(Snapshot snapshot, byte[]? key = null)
    {
        _names = new NameDisguise(snapshot);
        _addresses = new AddressDisguise(Networks(snapshot), key ?? RandomNumberGenerator.GetBytes(32));
    }

    /// <summary>The JSON with everything replaced.</summary>
    public byte[] Apply(byte[] json)
    {
        using MemoryStream output = new(json.Length);
        using (Utf8JsonWriter writer = new(output))
        {
            Copy(json, writer);
        }

        return output.ToArray();
    }

    private void Copy(byte[] json, Utf8JsonWriter writer)
    {
        Utf8JsonReader reader = new(json);
        List<string> path = [];
        string name = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    path.Add(name);
                    if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        writer.WriteStartObject();
                    }
                    else
                    {
                        writer.WriteStartArray();
                    }

                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    name = path[^1];
                    path.RemoveAt(path.Count - 1);
                    if (reader.TokenType == JsonTokenType.EndObject)
                    {
                        writer.WriteEndObject();
                    }
                    else
                    {
                        writer.WriteEndArray();
                    }

                    break;
                case JsonTokenType.PropertyName:
                    name = reader.GetString() ?? "";
                    writer.WritePropertyName(name);
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(Text(reader.GetString() ?? "", path.Count > 1 ? path[1] : name, name));
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
    }

    /// <summary>One text in its place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="area">The list of the snapshot that it is in.</param>
    /// <param name="property">The property that it is, or is an element of.</param>
    private string Text(string text, string area, string property)
    {
        if (text.Length == 0 || s_plain.Contains(property))
        {
            return text;
        }

        if (s_free.Contains(property))
        {
            return "(redacted)";
        }

        // name:address
        int colon = property == "ExtraHosts" ? text.IndexOf(':', StringComparison.Ordinal) : -1;
        return colon < 0 ? Addresses(_names.Of(text, area, property))
            : $"{_names.Of(text[..colon], area, property)}:{Addresses(text[(colon + 1)..])}";
    }

    private string Addresses(string text)
    {
        if (text.AsSpan().IndexOfAny('.', ':') < 0)
        {
            return text;
        }

        return AddressShape().Replace(text, match =>
        {
            string found = match.Value;
            if (match.Groups["mac"].Success)
            {
                return _addresses.Hardware(found);
            }

            string address = match.Groups["address"].Value;
            if (!IPAddress.TryParse(address, out IPAddress? parsed) || !IsWritten(parsed, address))
            {
                return found;
            }

            // A length, and not a mask with holes.
            if (match.Groups["length"] is { Success: true } length
                && IPNetwork.TryParse($"{address}/{length.Value}", out IPNetwork network))
            {
                IPNetwork moved = _addresses.Of(network);
                return moved == network ? found : moved.ToString();
            }

            IPAddress result = _addresses.Of(parsed);
            return result.Equals(parsed) ? found : result + found[address.Length..];
        });
    }

    /// <summary>"1.2" is an address for inet_aton, and a number for everybody else.</summary>
    private static bool IsWritten(IPAddress parsed, string text) => parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
        ? text.Count(c => c == ':') >= 2 : text.Count(c => c == '.') == 3;

    private static IEnumerable<IPNetwork> Networks(Snapshot snapshot)
    {
        IEnumerable<IPNetwork> Of(IEnumerable<Route> routes, IEnumerable<InterfaceAddress> addresses) => routes
            .Select(r => r.Destination).Concat(addresses.Select(a => Containing(a.Address, a.PrefixLength)));
        return snapshot.Networks.SelectMany(n => n.Subnets).Select(s => s.Subnet)
            .Concat(Of(snapshot.Routes, snapshot.Addresses))
            .Concat((snapshot.Namespaces ?? []).SelectMany(n => Of(n.Routes, n.Addresses)))
            .Where(n => n.PrefixLength < (n.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 128 : 32));
    }

    private static IPNetwork Containing(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), length);
    }

    // A hardware address first: it would be taken for the begin of an IPv6 address.
    [GeneratedRegex(@"(?<mac>(?<![\w:])(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![\w:]))|(?<address>(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?:\.[0-9]{1,3}){3})?(?![\w:])|(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?!\.?\w))(?:/(?<length>[0-9]{1,3})(?![\w.]))?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AddressShape();
}
