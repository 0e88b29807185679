using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads the output of iptables-save -c and its kin into chains. Never throws: what it cannot read stays as an
/// unknown rule, or is named in <see cref="Problems"/>.</summary>
internal sealed class IptablesSaveParser
{
    private readonly FirewallBackend _backend;
    private readonly string _family;
    private readonly Dictionary<string, int> _index = [];
    private readonly List<FirewallChain> _chains = [];
    private readonly List<List<FirewallRule>> _rules = [];
    private FirewallTable _table;
    private bool _open;

    private IptablesSaveParser(FirewallBackend backend, string family)
    {
        _backend = backend;
        _family = family;
    }

    /// <summary>Lines that are not of the format, and tables without an end.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Tables that iptables-nft cannot show; nft can.</summary>
    public List<string> Incompatible { get; } = [];

    public static (IReadOnlyList<FirewallChain> Chains, IptablesSaveParser Parser) Parse(
        string text, FirewallBackend backend, string family)
    {
        IptablesSaveParser parser = new(backend, family);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            parser.Take(line);
        }

        if (parser._open)
        {
            parser.Problems.Add($"table {parser._table.Name} has no COMMIT: the listing is cut off");
        }

        FirewallChain[] chains = new FirewallChain[parser._chains.Count];
        for (int i = 0; i < chains.Length; i++)
        {
            chains[i] = RuleOwnership.Assign(parser._chains[i] with { Rules = parser._rules[i] });
        }

        return (chains, parser);
    }

    private void Take(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty)
        {
            return;
        }

        switch (line[0])
        {
            case '#':
                TakeComment(line);
                break;
            case '*':
                _table = new FirewallTable(_backend, _family, line[1..].Trim().ToString());
                _index.Clear();
                _open = true;
                break;
            case ':' when _open:
                TakeChain(line[1..]);
                break;
            case '[' or '-' when _open:
                TakeRule(line);
                break;
            default:
                if (line.SequenceEqual("COMMIT"))
                {
                    _open = false;
                }
                else
                {
                    Problem(line);
                }

                break;
        }
    }

    // "# Table `firewalld' is incompatible, use 'nft' tool."
    private void TakeComment(ReadOnlySpan<char> line)
    {
        if (line.Contains("is incompatible", StringComparison.Ordinal))
        {
            int start = line.IndexOf('`');
            int end = line.IndexOf('\'');
            Incompatible.Add(start >= 0 && end > start ? line[(start + 1)..end].ToString() : line.ToString());
        }
    }

    // "FORWARD DROP [0:0]" or "DOCKER - [0:0]"
    private void TakeChain(ReadOnlySpan<char> line)
    {
        Span<Range> parts = stackalloc Range[4];
        int count = line.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count < 2)
        {
            Problem(line);
            return;
        }

        string name = line[parts[0]].ToString();
        IptablesBaseChain? place = line[parts[1]].SequenceEqual("-") ? null : IptablesBaseChain.Find(_table.Name, name);
        (long Packets, long Bytes)? counters = count > 2 ? Counters(line[parts[2]]) : null;
        AddChain(new FirewallChain
        {
            Table = _table,
            Name = name,
            Hook = place?.Hook,
            Priority = place?.Priority,
            Type = place?.Type,
            Policy = place is null ? null : Policy(line[parts[1]]),
            Packets = place is null ? null : counters?.Packets,
            Bytes = place is null ? null : counters?.Bytes,
        });
    }

    private static RuleAction Policy(ReadOnlySpan<char> word) => word switch
    {
        "ACCEPT" => RuleAction.Accept,
        "DROP" => RuleAction.Drop,
        _ => RuleAction.Unknown,
    };

    private int AddChain(FirewallChain chain)
    {
        _index[chain.Name] = _chains.Count;
        _chains.Add(chain);
        _rules.Add([]);
        return _chains.Count - 1;
    }

    // "[12:720] -A DOCKER -d 172.17.0.2/32 ... -j ACCEPT"
    private void TakeRule(ReadOnlySpan<char> line)
    {
        (long Packets, long Bytes)? counters = null;
        ReadOnlySpan<char> rest = line;
        if (line[0] == '[')
        {
            int end = line.IndexOf(']');
            counters = end > 0 ? Counters(line[..(end + 1)]) : null;
            rest = end > 0 ? line[(end + 1)..].TrimStart() : line;
        }

        if (!rest.StartsWith("-A ", StringComparison.Ordinal))
        {
            Problem(line);
            return;
        }

        rest = rest[3..].TrimStart();
        int space = rest.IndexOf(' ');
        string chain = (space < 0 ? rest : rest[..space]).ToString();
        string text = space < 0 ? "" : rest[(space + 1)..].Trim().ToString();
        if (!_index.TryGetValue(chain, out int index))
        {
            Problem(line);
            index = AddChain(new FirewallChain { Table = _table, Name = chain });
        }

        List<FirewallRule> rules = _rules[index];
        rules.Add(new IptablesRuleParser(RuleTokens.Split(text)).Parse(new FirewallRule
        {
            Table = _table,
            Chain = chain,
            Number = rules.Count + 1,
            Text = text,
            Packets = counters?.Packets,
            Bytes = counters?.Bytes,
        }));
    }

    private static (long Packets, long Bytes)? Counters(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        return text.Length > 4 && text[0] == '[' && text[^1] == ']' && colon > 0
            && long.TryParse(text[1..colon], NumberStyles.None, CultureInfo.InvariantCulture, out long packets)
            && long.TryParse(text[(colon + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            ? (packets, bytes)
            : null;
    }

    private void Problem(ReadOnlySpan<char> line)
    {
        // A stream of rubbish must not become a list of the same length.
        if (Problems.Count < 5)
        {
            Problems.Add($"not understood: {line[..Math.Min(line.Length, 120)]}");
        }
    }
}
