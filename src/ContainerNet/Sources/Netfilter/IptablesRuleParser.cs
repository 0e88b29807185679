using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads the words of one iptables rule. What it does not know becomes <see cref="RuleField.Unknown"/> or
/// <see cref="RuleAction.Unknown"/> with its text: never left out, since a forgotten condition would widen the rule.</summary>
internal sealed class IptablesRuleParser
{
    private readonly FirewallTable _table;
    private readonly Func<string, bool> _isChain;
    private readonly List<string> _words = [];
    private List<RuleMatch> _matches = [];
    private string _module = "";
    private string? _comment;
    private int _at;

    /// <summary>For the rules of one table, of which <paramref name="isChain"/> knows the chains.</summary>
    public IptablesRuleParser(FirewallTable table, Func<string, bool> isChain)
    {
        _table = table;
        _isChain = isChain;
    }

    /// <summary>Reads the rule behind "-A CHAIN".</summary>
    public FirewallRule Parse(string chain, int number, string text, long? packets, long? bytes)
    {
        _matches = new List<RuleMatch>(6);
        _module = "";
        _comment = null;
        _at = 0;
        (RuleAction action, string? target) = (RuleAction.Continue, null);
        if (!IptablesTokens.TrySplit(text, _words))
        {
            (action, target) = (RuleAction.Unknown, null);
            AddUnknown(text);
        }
        else
        {
            while (_at < _words.Count)
            {
                if (_words[_at] is "-j" or "-g" or "--jump" or "--goto")
                {
                    (action, target) = IptablesTarget.Read(_words, _at, _isChain);
                    break;
                }

                ReadMatch();
            }
        }

        return new FirewallRule
        {
            Table = _table,
            Chain = chain,
            Number = number,
            Text = text,
            Matches = _matches,
            Action = action,
            Target = target,
            Packets = packets,
            Bytes = bytes,
            Comment = _comment,
        };
    }

    private void ReadMatch()
    {
        if (_words[_at] == "-m" && _at + 1 < _words.Count)
        {
            _module = _words[_at + 1];
            int from = _at;
            _at += 2;
            if (IptablesMatches.IsChance(_module))
            {
                Take(RuleField.Limit, from);
            }
            else if (!IptablesMatches.IsKnown(_module))
            {
                Take(RuleField.Unknown, from);
            }

            return;
        }

        int start = _at;
        bool negated = _words[_at] == "!";
        _at += negated ? 1 : 0;
        string option = _at < _words.Count ? _words[_at++] : "";
        MatchOption? known = IptablesMatches.Find(_module, option);
        if (known is null || _at + known.Value.Values > _words.Count)
        {
            SkipToOption();
            AddUnknown(Text(start));
            return;
        }

        string value = known.Value.Values == 0 ? option : string.Join(' ', _words.GetRange(_at, known.Value.Values));
        _at += known.Value.Values;
        if (known.Value.Field is null)
        {
            _comment = value;
            return;
        }

        _matches.Add(new RuleMatch
        {
            Field = known.Value.Field.Value,
            Values = known.Value.Read(value),
            Negated = negated,
        });
    }

    // Everything of one extension in one match.
    private void Take(RuleField field, int from)
    {
        while (_at < _words.Count && _words[_at] is not ("-m" or "-j" or "-g"))
        {
            _at++;
        }

        _matches.Add(new RuleMatch { Field = field, Values = [Text(from)] });
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

    private string Text(int from) => string.Join(' ', _words.GetRange(from, _at - from));
}
