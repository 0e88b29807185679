namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the hooks of base chains.</summary>
public sealed class HookCompleter : WordCompleter
{
    private protected override IEnumerable<(string Name, string Meaning)> Words =>
    [
        ("prerouting", "before routing"),
        ("input", "to the host itself"),
        ("forward", "through the host"),
        ("output", "from the host itself"),
        ("postrouting", "after routing"),
        ("ingress", "as the device delivers it"),
    ];
}
