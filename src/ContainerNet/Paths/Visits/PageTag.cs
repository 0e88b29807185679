namespace ContainerNet.Paths.Visits;

/// <summary>A start tag of HTML.</summary>
/// <param name="Name">Its name in lower case.</param>
/// <param name="Attributes">Its attributes, by names in lower case.</param>
/// <param name="Text">What stands inside, for a script or a style; "" for others.</param>
internal sealed record PageTag(string Name, IReadOnlyDictionary<string, string> Attributes, string Text)
{
    /// <summary>An attribute; "" without.</summary>
    public string this[string name] => Attributes.GetValueOrDefault(name, "");
}
