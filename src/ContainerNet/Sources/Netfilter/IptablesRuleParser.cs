using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads the words of one iptables rule. What it does not know becomes <see cref="RuleField.Unknown"/> or
/// <see cref="RuleAction.Unknown"/> with its text: never left out, since a forgotten condition would widen the rule.</summary>
internal sealed class IptablesRuleParser
{
    private readonly FirewallTable _table;
    private readonly Func<string, string?> _chains;
    private readonly MatchPool _pool;
    private readonly List<RuleMatch> _matches = [];
    private List<string> _words = [];
    private string _module = "";
    private int _moduleStart;
    private string? _comment;
    private int _at;

    /// <summary>For the rules of one table, of which <paramref name="chains"/> knows the chains, and gives back their names.</summary>
    public IptablesRuleParser(FirewallTable table, Func<string, string?> chains, MatchPool pool)
    {
        _table = table;
        _chains = chains;
        _pool = pool;
    }

    /// <summary>Reads the rule behind "-A CHAIN".</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="owner">Who wrote the chain.</param>
    /// <param name="number">Its number in the chain.</param>
    /// <param name="text">The rule as the tool prints it.</param>
    /// <param name="words">Its words; null when they cannot be told apart.</param>
    /// <param name="counters">Packets and bytes counted.</param>
    public FirewallRule Parse(
        string chain, RuleOwner owner, int number, RuleText text, List<string>? words, (long? Packets, long? Bytes) counters)
    {
        _matches.Clear();
        _module = "";
        _comment = null;
        _at = 0;
        IptablesAction action = new(RuleAction.Continue);
        if (words is null)
        {
            action = new IptablesAction(RuleAction.Unknown);
            AddUnknown(text.ToString());
        }
        else
        {
            _words = words;
            while (_at < _words.Count)
            {
                if (_words[_at] is "-j" or "-g" or "--jump" or "--goto")
                {
                    action = IptablesTarget.Read(_words, _at, _chains);
                    break;
                }

                ReadMatch();
            }
        }

        return new FirewallRule(text)
        {
            Table = _table,
            Chain = chain,
            Number = number,
            Matches = _matches.Count == 0 ? [] : _matches.ToArray(),
            Action = action.Action,
            Target = action.Target,
            Effects = action.Effect is RuleEffect effect
                ? [_matches.Count == 0 ? effect : effect with { AfterMatches = _matches.Count }]
                : [],
            Packets = counters.Packets,
            Bytes = counters.Bytes,
            Comment = _comment,
            Owner = owner,
        };
    }

    private void ReadMatch()
    {
        if (_words[_at] == "-m" && _at + 1 < _words.Count)
        {
            ReadModule();
            return;
        }

        int start = _at;
        bool negated = _words[_at] == "!";
        _at += negated ? 1 : 0;
        string option = _at < _words.Count ? _words[_at++] : "";
        if (IptablesMatches.Find(_module, option) is not MatchOption known || _at + known.Words > _words.Count)
        {
            SkipToOption();
            AddUnknown(Text(start));
            return;
        }

        string value = known.Words switch
        {
            0 => option,
            1 => _words[_at],
            _ => $"{_words[_at]} {_words[_at + 1]}",
        };
        _at += known.Words;
        switch (known.Form)
        {
            case MatchForm.Comment:
                _comment = value;
                break;
            case MatchForm.Nothing:
                break;
            case MatchForm.Device:
                Restrict(option == "--limit-iface-in" ? "iif" : "oif");
                break;
            default:
                if (_pool.Get(known, value, negated) is RuleMatch match)
                {
                    _matches.Add(match);
                }
                else
                {
                    AddUnknown(Text(start));
                }

                break;
        }
    }

    private void ReadModule()
    {
        _module = _words[_at + 1];
        _moduleStart = _matches.Count;
        int from = _at;
        _at += 2;
        if (IptablesMatches.IsKnown(_module))
        {
            return;
        }

        RuleField? whole = IptablesMatches.Whole(_module);
        while (_at < _words.Count && _words[_at] is not ("-m" or "-j" or "-g"))
        {
            _at++;
        }

        if (whole is RuleField field)
        {
            _matches.Add(_pool.Get(new MatchOption(field), Text(from), negated: false)!);
        }
        else if (IptablesExtensions.Read(_words, from, _at) is { } read)
        {
            _matches.AddRange(read);
        }
        else
        {
            AddUnknown(Text(from));
        }
    }

    // --limit-iface-in stands behind the types that it is said of.
    private void Restrict(string device)
    {
        for (int at = _moduleStart; at < _matches.Count; at++)
        {
            if (_matches[at].Field is RuleField.SourceType or RuleField.DestinationType)
            {
                _matches[at] = _matches[at] with { Values = [.. _matches[at].Values, device] };
            }
        }
    }

    private void SkipToOption()
    {
        while (_at < _words.Count && _words[_at] != "!" && !_words[_at].StartsWith('-'))
        {
            _at++;
        }
    }

    private void AddUnknown(string text) =>
        _matches.Add(new RuleMatch { Field = RuleField.Unknown, Values = [text] });

    private string Text(int from) => string.Join(' ', CollectionsMarshal.AsSpan(_words)[from.._at]);
}
