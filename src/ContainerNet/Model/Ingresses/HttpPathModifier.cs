namespace ContainerNet.Model.Ingresses;

/// <summary>A path that takes the place of another.</summary>
/// <param name="ReplacesPrefix">Of the prefix that matched only?</param>
/// <param name="Value">The new one.</param>
public sealed record HttpPathModifier(bool ReplacesPrefix, string Value)
{
    /// <summary>The new path. The slash between prefix and rest is there once, whichever of them brings it.</summary>
    /// <param name="path">The path of the request.</param>
    /// <param name="prefix">The prefix that matched.</param>
    public string Apply(string path, string prefix)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(prefix);
        if (!ReplacesPrefix)
        {
            return Value;
        }

        string rest = path[Math.Min(prefix.TrimEnd('/').Length, path.Length)..];
        return rest.Length == 0 ? Value.Length > 0 ? Value : "/" : Value.TrimEnd('/') + (rest.StartsWith('/') ? rest : $"/{rest}");
    }
}
