namespace ContainerNet.Repairs;

/// <summary>How the lines of a text end.</summary>
internal static class NewLine
{
    /// <summary>A carriage return and a line feed where any line ends so.</summary>
    public static string Of(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
}
