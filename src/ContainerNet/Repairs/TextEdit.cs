namespace ContainerNet.Repairs;

/// <summary>Characters of a file in the place of others.</summary>
/// <param name="File">The file.</param>
/// <param name="Start">The first character that goes.</param>
/// <param name="Length">How many go.</param>
/// <param name="Text">What comes in their place.</param>
internal sealed record TextEdit(string File, int Start, int Length, string Text)
{
    /// <summary>The text with the edits of its file made.</summary>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        foreach (TextEdit edit in edits.Distinct().OrderByDescending(e => e.Start).ThenByDescending(e => e.Length))
        {
            text = $"{text[..edit.Start]}{edit.Text}{text[(edit.Start + edit.Length)..]}";
        }

        return text;
    }
}
