using System.Globalization;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A directive of the rewrite module, ready to run (src/http/modules/ngx_http_rewrite_module.c).</summary>
internal sealed class CompiledStep
{
    /// <summary>Made from the directive; of kind Unknown when nginx would refuse it, or its pattern is not understood.</summary>
    public CompiledStep(ProxyDirective directive)
    {
        IReadOnlyList<string> arguments = directive.Arguments;
        Kind = directive.Name switch
        {
            "break" => StepKind.Break,
            "set" when arguments is [['$', ..], _] => Set(arguments),
            "return" when arguments.Count is 1 or 2 => Return(arguments),
            "rewrite" when arguments.Count is 2 or 3 => Rewrite(arguments),
            "if" when directive.Inside is not null => If(directive),
            _ when directive.Name.StartsWith("set_by_lua", StringComparison.Ordinal) && arguments is [['$', ..], ..]
                => SetUnknown(arguments),
            _ => StepKind.Unknown,
        };
    }

    /// <summary>What it does.</summary>
    public StepKind Kind { get; }

    /// <summary>The variable of a set.</summary>
    public string Variable { get; private set; } = "";

    /// <summary>The value of a set, the replacement of a rewrite, the text or the address of a return.</summary>
    public ScriptText? Text { get; private set; }

    /// <summary>The pattern of a rewrite.</summary>
    public Pcre? Pattern { get; private set; }

    /// <summary>The status of a return, or of a rewrite that sends the client elsewhere.</summary>
    public int Status { get; private set; }

    /// <summary>Does a rewrite keep the query?</summary>
    public bool KeepsArguments { get; private set; }

    /// <summary>Does a rewrite end the steps?</summary>
    public bool IsLast { get; private set; }

    /// <summary>Does a rewrite keep the location?</summary>
    public bool IsBreak { get; private set; }

    /// <summary>What an `if` asks.</summary>
    public IfCondition? Condition { get; private set; }

    /// <summary>The location inside an `if`.</summary>
    public CompiledLocation? Inside { get; private set; }

    /// <summary>Does it send the client elsewhere?</summary>
    public bool IsRedirect => Status is 301 or 302 or 303 or 307 or 308;

    private StepKind Set(IReadOnlyList<string> arguments)
    {
        Variable = arguments[0][1..];
        Text = ScriptText.Compile(arguments[1]);
        return Text is null ? StepKind.Unknown : StepKind.Set;
    }

    private StepKind SetUnknown(IReadOnlyList<string> arguments)
    {
        Variable = arguments[0][1..];
        return StepKind.SetUnknown;
    }

    private StepKind Return(IReadOnlyList<string> arguments)
    {
        if (int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status <= 999)
        {
            Status = status;
            Text = arguments.Count == 2 ? ScriptText.Compile(arguments[1]) : null;
            return Text is null && arguments.Count == 2 ? StepKind.Unknown : StepKind.Return;
        }

        Status = 302;
        Text = arguments.Count == 1 && IsAddress(arguments[0]) ? ScriptText.Compile(arguments[0]) : null;
        return Text is null ? StepKind.Unknown : StepKind.Return;
    }

    private StepKind Rewrite(IReadOnlyList<string> arguments)
    {
        Pattern = new Pcre(arguments[0], ignoreCase: false);
        string flag = arguments.Count == 3 ? arguments[2] : "";
        string replacement = arguments[1];
        KeepsArguments = !replacement.EndsWith('?');
        replacement = KeepsArguments ? replacement : replacement[..^1];
        Status = flag switch { "redirect" => 302, "permanent" => 301, _ => IsAddress(replacement) ? 302 : 0 };
        IsBreak = flag == "break";
        IsLast = flag.Length > 0 || IsRedirect;
        Text = ScriptText.Compile(replacement, splitsArguments: !IsRedirect);
        bool isKnown = flag is "" or "last" or "break" or "redirect" or "permanent";
        return isKnown && Pattern.IsUnderstood && Text is not null && arguments[1].Length > 0
            ? StepKind.Rewrite : StepKind.Unknown;
    }

    private StepKind If(ProxyDirective directive)
    {
        Condition = IfCondition.Parse(directive.Arguments);
        Inside = new CompiledLocation(directive.Inside!);
        return Condition is null ? StepKind.Unknown : StepKind.If;
    }

    private static bool IsAddress(string text) => text.StartsWith("http://", StringComparison.Ordinal)
        || text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("$scheme", StringComparison.Ordinal);
}
