using FsCheck;
using FsCheck.Fluent;

namespace ContainerNet.Sources.Sysctl;

/// <summary>A made-up set of sysctl files, with what the kernel has before.</summary>
internal sealed record SysctlTree(IReadOnlyList<SysctlTree.Entry> Files, IReadOnlyList<int> Before)
{
    public const string Interface = "v0", DottedInterface = "v0.5";

    /// <summary>The paths whose values are compared; the main switches come first.</summary>
    public static readonly string[] Paths =
    [
        "net/ipv4/ip_forward", "net/ipv4/conf/all/forwarding", "net/ipv4/conf/default/forwarding", "net/ipv4/conf/v0/forwarding",
        "net/ipv4/conf/v0.5/forwarding", "net/ipv6/conf/all/forwarding", "net/ipv6/conf/default/forwarding",
        "net/ipv6/conf/v0/forwarding", "net/ipv4/conf/all/rp_filter", "net/ipv4/conf/default/rp_filter",
        "net/ipv4/conf/v0/rp_filter", "net/ipv4/conf/v0.5/rp_filter",
    ];

    private static readonly string[] s_keys =
    [
        "net.ipv4.ip_forward", "net/ipv4/ip_forward", "net.ipv4.conf.all.forwarding", "net.ipv4.conf.default.forwarding",
        "net.ipv4.conf.v0.forwarding", "net/ipv4/conf/v0.5/forwarding", "net.ipv4.conf.v0/5.forwarding",
        "net.ipv6.conf.all.forwarding", "net.ipv6.conf.v0.forwarding", "net.ipv6.conf.default.forwarding",
        "net.ipv4.conf.v0.rp_filter", "net.ipv4.conf.v0/5.rp_filter", "net.ipv4.conf.all.rp_filter",
        "net.ipv4.conf.*.forwarding", "net.ipv6.conf.*.forwarding", "net.ipv4.conf.*.rp_filter", "net.ipv4.conf.v?.rp_filter",
        "net/ipv4/conf/v*/rp_filter", "net.ipv4.conf.[!a]*.forwarding", "net.*.conf.all.forwarding", "net.ipv4.conf.none.rp_filter",
        "net.ipv4.conf.v0", "nothing.at.all",
    ];

    public static Gen<SysctlTree> Generator =>
        from count in Gen.Choose(1, 5)
        from files in File.ListOf(count)
        from before in Gen.Choose(0, 1).ListOf(3)
        select new SysctlTree([.. files.DistinctBy(f => (f.Folder, f.Name))], [.. before]);

    private static Gen<string> Line
    {
        get
        {
            Gen<string> key = Gen.Elements(s_keys);
            Gen<string> space = Gen.Elements("", " ", "\t", "  ");
            Gen<string> value = Gen.Frequency(
                (12, Gen.Elements("0", "1", "2")),
                (2, Gen.Elements("yes", "", "0x1", "01", "-1", "1 # on", "9999999999", "= 1")));
            Gen<string> assignment =
                from dash in Gen.Frequency((5, Gen.Constant("")), (1, Gen.Constant("-")))
                from k in key
                from before in space
                from after in space
                from v in value
                select $"{before}{dash}{k}{after}={before}{v}{after}";
            Gen<string> exclusion = Gen.Elements(s_keys.Where(k => !SysctlKey.IsGlob(k)).ToArray()).Select(k => "-" + k);
            Gen<string> noise = Gen.Elements("", "# net.ipv4.ip_forward = 1", "; x", "net.ipv4.ip_forward", "=1", "caf\u00e9 = 1", "\r");
            return Gen.Frequency((10, assignment), (2, exclusion), (1, noise));
        }
    }

    private static Gen<Entry> File =>
        from folder in Gen.Frequency(
            (3, Gen.Constant("etc")), (1, Gen.Constant("run")), (1, Gen.Constant("local")), (3, Gen.Constant("usr")),
            (1, Gen.Constant("")))
        from name in Gen.Elements("10-a.conf", "50-b.conf", "99-c.conf", "9-d.conf", ".hidden.conf", "Z.conf", "60-e.config")
        from kind in Gen.Frequency(
            (12, Gen.Constant(Kind.File)), (1, Gen.Constant(Kind.Null)), (1, Gen.Constant(Kind.Dangling)),
            (1, Gen.Constant(Kind.Folder)), (1, Gen.Constant(Kind.Empty)))
        from length in Gen.Choose(1, 5)
        from lines in Line.ListOf(length)
        from end in Gen.Elements("", "\n")
        select folder.Length == 0
            ? new Entry("", "sysctl.conf", Kind.File, string.Join('\n', lines) + end)
            : new Entry(folder, name, kind, string.Join('\n', lines) + end);

    public enum Kind
    {
        File,
        Empty,
        Null,
        Dangling,
        Folder,
    }

    public sealed record Entry(string Folder, string Name, Kind Kind, string Content);
}
