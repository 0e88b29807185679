using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>
/// The forks of a packet's way. A walk asks at each fork which way to go and is repeated with other answers until every way was
/// gone: <c>do { walk(forks); } while (forks.Next());</c>. Without <see cref="Next"/> it is always the first choice.
/// </summary>
public sealed class Forks
{
    /// <summary>Beyond so many forks on one way the first choice is taken, and <see cref="IsCut"/> is set.</summary>
    public const int MostForks = 512;

    private readonly List<Fork> _taken = [];
    private int _at;

    /// <summary>The forks of the last walk, in order.</summary>
    public IReadOnlyList<Fork> Taken => _taken;

    /// <summary>How many forks this walk has met so far.</summary>
    public int Met => _at;

    /// <summary>True when a walk met more forks than are followed.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Which of the choices to take, from 0.</summary>
    /// <param name="kind">Why it forks.</param>
    /// <param name="choices">How many choices there are.</param>
    /// <param name="chain">The chain of the rule; null where routing forks.</param>
    /// <param name="rule">The rule; null for a chain that was not read.</param>
    /// <param name="text">What was not understood, or is left to chance.</param>
    public int Choose(ForkKind kind, int choices, FirewallChain? chain, FirewallRule? rule, string text)
    {
        if (_at == _taken.Count)
        {
            if (_at >= MostForks)
            {
                IsCut = true;
                return 0;
            }

            _taken.Add(new Fork(kind, choices, 0, chain, rule, text));
        }

        return _taken[_at++].Choice;
    }

    /// <summary>Turns to the next way; false when all were gone.</summary>
    public bool Next()
    {
        _taken.RemoveRange(_at, _taken.Count - _at);
        while (_taken.Count > 0 && _taken[^1].Choice + 1 >= _taken[^1].Choices)
        {
            _taken.RemoveAt(_taken.Count - 1);
        }

        _at = 0;
        if (_taken.Count == 0)
        {
            return false;
        }

        _taken[^1] = _taken[^1] with { Choice = _taken[^1].Choice + 1 };
        return true;
    }

    /// <summary>Begins anew, for another packet.</summary>
    public void Clear()
    {
        _taken.Clear();
        _at = 0;
        IsCut = false;
    }
}
