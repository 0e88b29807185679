using System.Text;

namespace ContainerNet.Sources.Nginx;

/// <summary>Writes a tree as text again, with the words as they were written; included files stay what they are.</summary>
internal static class NginxWriter
{
    private const int Indent = 4;

    /// <summary>The text of a file.</summary>
    public static string Write(IReadOnlyList<NginxDirective> directives)
    {
        StringBuilder text = new();
        Write(text, directives, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, IReadOnlyList<NginxDirective> directives, int depth)
    {
        foreach (NginxDirective directive in directives)
        {
            text.Append(' ', depth * Indent).AppendJoin(' ', directive.Words.Select(w => w.Written));
            if (directive.Script is not null)
            {
                text.Append(" {").Append(directive.Script).Append("}\n");
            }
            else if (directive.Block is { } block)
            {
                text.Append(" {\n");
                Write(text, block, depth + 1);
                text.Append(' ', depth * Indent).Append("}\n");
            }
            else
            {
                text.Append(";\n");
            }
        }
    }
}
