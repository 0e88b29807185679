using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>What iptables-restore --noflush does to one family's rules, without a kernel.</summary>
internal sealed class RuleModel
{
    private static readonly Dictionary<string, string[]> s_base = new(StringComparer.Ordinal)
    {
        ["filter"] = ["INPUT", "FORWARD", "OUTPUT"],
        ["nat"] = ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
        ["raw"] = ["PREROUTING", "OUTPUT"],
        ["mangle"] = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
    };

    private readonly SortedDictionary<string, SortedDictionary<string, List<string>>> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _policies = new(StringComparer.Ordinal);

    public static RuleModel Parse(string saved)
    {
        RuleModel model = new();
        string table = "";
        foreach (string line in saved.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '*')
            {
                table = line[1..];
                model._tables[table] = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
            }
            else if (line[0] == ':')
            {
                string[] words = line[1..].Split(' ');
                model._tables[table][words[0]] = [];
                if (words[1] != "-")
                {
                    model._policies[$"{table} {words[0]}"] = words[1];
                }
            }
            else if (line.StartsWith("-A ", StringComparison.Ordinal))
            {
                (string chain, string rule) = Split(line[3..]);
                model._tables[table][chain].Add(rule);
            }
        }

        return model;
    }

    public RuleModel Copy() => Parse(Text());

    public List<string> Rules(string table, string chain) => _tables[table][chain];

    public void RemoveChain(string table, string chain) => _tables[table].Remove(chain);

    public void RemoveTable(string table)
    {
        _tables.Remove(table);
        foreach (string chain in s_base[table])
        {
            _policies.Remove($"{table} {chain}");
        }
    }

    public IEnumerable<(string Table, string Chain)> Chains() => _tables.SelectMany(t => t.Value.Keys.Select(c => (t.Key, c)));

    /// <summary>Commits a script, or nothing of it.</summary>
    public RuleModel Restore(string script)
    {
        RuleModel next = Copy();
        string table = "";
        foreach (string line in script.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '*')
            {
                table = line[1..];
                next.MakeTable(table);
            }
            else if (line != "COMMIT")
            {
                next.Command(next._tables[table], table, line);
            }
        }

        return next;
    }

    public string Text() => string.Concat(_tables.Select(t => $"*{t.Key}\n"
        + string.Concat(t.Value.Select(c => $":{c.Key} {_policies.GetValueOrDefault($"{t.Key} {c.Key}", "-")} [0:0]\n"))
        + string.Concat(t.Value.SelectMany(c => c.Value.Select(r => r.Length == 0 ? $"-A {c.Key}\n" : $"-A {c.Key} {r}\n"))) + "COMMIT\n"));

    public IEnumerable<FirewallChain> ToChains(string family, FirewallBackend backend)
    {
        foreach ((string table, string chain) in Chains())
        {
            FirewallTable place = new(backend, family, table);
            bool isBase = _policies.TryGetValue($"{table} {chain}", out string? policy);
            yield return new FirewallChain
            {
                Table = place,
                Name = chain,
                Hook = isBase ? chain.ToUpperInvariant() : null,
                Policy = policy switch
                {
                    "DROP" => RuleAction.Drop,
                    "ACCEPT" => RuleAction.Accept,
                    _ => null,
                },
                Rules = [.. Rules(table, chain).Select((text, i) => new FirewallRule
                {
                    Table = place, Chain = chain, Number = i + 1, Text = text,
                })],
            };
        }
    }

    private void MakeTable(string table)
    {
        if (_tables.ContainsKey(table))
        {
            return;
        }

        _tables[table] = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string chain in s_base[table])
        {
            _tables[table][chain] = [];
            _policies[$"{table} {chain}"] = "ACCEPT";
        }
    }

    private void Command(SortedDictionary<string, List<string>> chains, string table, string line)
    {
        string option = line[..2];
        (string chain, string rest) = Split(line[3..]);
        switch (option)
        {
            case "-N":
                Assert.True(chains.TryAdd(chain, []), $"{chain} exists");
                break;
            case "-P":
                _policies[$"{table} {chain}"] = rest;
                break;
            case "-A":
                chains[chain].Add(rest);
                break;
            case "-I":
                (string number, string rule) = Split(rest);
                chains[chain].Insert(int.Parse(number, CultureInfo.InvariantCulture) - 1, rule);
                break;
            case "-D":
                int position = int.TryParse(rest, CultureInfo.InvariantCulture, out int given) ? given - 1 : chains[chain].IndexOf(rest);
                Assert.True(position >= 0, $"no rule {line}");
                chains[chain].RemoveAt(position);
                break;
            case "-X":
                Assert.Empty(chains[chain]);
                Assert.DoesNotContain(chains.Values, c => c.Any(r => r.EndsWith($"-j {chain}", StringComparison.Ordinal)));
                chains.Remove(chain);
                break;
            default:
                Assert.Fail($"not understood: {line}");
                break;
        }
    }

    private static (string First, string Remainder) Split(string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (text, "") : (text[..space], text[(space + 1)..]);
    }
}
