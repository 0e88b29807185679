namespace ContainerNet.Model;

/// <summary>The text of a configuration file, for who plans an edit.</summary>
/// <param name="Path">Where the file really is, links followed.</param>
/// <param name="Text">What stands in it.</param>
public sealed record ConfigurationText(string Path, string Text);
