namespace ContainerNet.Sources.Nginx;

/// <summary>The name of a directive. The same few stand everywhere, and each is looked up once.</summary>
/// <param name="text">The name.</param>
internal sealed class NginxName(string text)
{
    // Several threads may find the same at once.
    private NameTraits _traits;

    /// <summary>The name.</summary>
    public string Text => text;

    /// <summary>What it says.</summary>
    public NameTraits Traits => _traits != NameTraits.None ? _traits : _traits = DirectiveNames.TraitsOf(text);
}
