namespace ContainerNet.Paths.Kernel;

/// <summary>Random choices that a seed repeats.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int limit) => _random.Next(limit);

    public int Between(int low, int high) => _random.Next(low, high + 1);

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Percent(int share) => _random.Next(100) < share;

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    /// <summary>One of the choices, each as likely as its weight.</summary>
    public T Weighted<T>(params ReadOnlySpan<(int Weight, T Choice)> choices)
    {
        int sum = 0;
        foreach ((int weight, T _) in choices)
        {
            sum += weight;
        }

        int at = _random.Next(sum);
        foreach ((int weight, T choice) in choices)
        {
            at -= weight;
            if (at < 0)
            {
                return choice;
            }
        }

        throw new InvalidOperationException();
    }
}
