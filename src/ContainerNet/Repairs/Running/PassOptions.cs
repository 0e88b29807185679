namespace ContainerNet.Repairs.Running;

/// <summary>How a pass over a host goes about it.</summary>
public sealed record PassOptions
{
    /// <summary>The codes that it is about.</summary>
    public required IReadOnlyList<string> Codes { get; init; }

    /// <summary>False to name what is found and change nothing.</summary>
    public bool Repairs { get; init; } = true;

    /// <summary>How long to wait at most until nobody changes rules any more; zero not to wait.</summary>
    public TimeSpan SettleLimit { get; init; }

    /// <summary>For how long nothing may have changed before the host counts as quiet.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How often the same repair may be made in an hour; null for no limit.</summary>
    public int? MostPerHour { get; init; }
}
