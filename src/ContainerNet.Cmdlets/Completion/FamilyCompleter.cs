namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the families of tables.</summary>
public sealed class FamilyCompleter : WordCompleter
{
    private protected override IEnumerable<(string Name, string Meaning)> Words =>
    [
        ("ip", "IPv4"),
        ("ip6", "IPv6"),
        ("inet", "IPv4 and IPv6"),
        ("arp", "ARP"),
        ("bridge", "frames on a bridge"),
        ("netdev", "a device, before everything else"),
    ];
}
