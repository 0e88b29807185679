namespace ContainerNet.Model;

/// <summary>The numbers at the beginning of an engine's version, such as 28.5.2 of 28.5.2+dfsg4.</summary>
internal static class EngineVersion
{
    /// <summary>The numbers; 0.0 when the text does not begin with any.</summary>
    public static Version Of(ContainerEngine engine)
    {
        int length = 0;
        while (length < engine.Version.Length && (char.IsAsciiDigit(engine.Version[length]) || engine.Version[length] == '.'))
        {
            length++;
        }

        return Version.TryParse(engine.Version.AsSpan(0, length), out Version? version) ? version : new Version(0, 0);
    }
}
