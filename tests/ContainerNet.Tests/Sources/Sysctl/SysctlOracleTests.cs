using System.Globalization;
using ContainerNet.Model;
using ContainerNet.Probes;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerNet.Sources.Sysctl;

/// <summary>Made-up files, applied by the real systemd-sysctl and the real sysctl(8): we must foretell every value.</summary>
public sealed class SysctlOracleTests
{
    private static readonly (string Ours, string Real)[] s_folders =
        [("etc", "etc/sysctl.d"), ("run", "run/sysctl.d"), ("local", "usr/local/lib/sysctl.d"), ("usr", "usr/lib/sysctl.d")];

    [RootFact("systemd-sysctl", "sysctl", "unshare", "ip")]
    public void AnyFiles_EndAsTheRealToolsLeaveThem()
    {
        int tests = int.TryParse(Environment.GetEnvironmentVariable("CONTAINERNET_ORACLE_TESTS"), CultureInfo.InvariantCulture, out int n) ? n : 40;
        Prop.ForAll(SysctlTree.Generator.ToArbitrary(), Compare)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(tests).WithEndSize(20));
    }

    private static void Compare(SysctlTree tree)
    {
        DirectoryInfo work = Directory.CreateTempSubdirectory("sysctl-oracle-");
        try
        {
            Write(tree, work.FullName);
            (int exitCode, string output, string error) = Shell.Run(
                "unshare", "--net", "--mount", "bash", Path.Combine(AppContext.BaseDirectory, "Fixtures/sysctl/oracle.sh"),
                work.FullName, SysctlTree.Interface, SysctlTree.DottedInterface);
            Assert.True(exitCode == 0, error);
            List<string> expected = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(IsComparable)];
            List<string> actual = [.. Foretell(tree, Path.Combine(work.FullName, "root")).Where(IsComparable)];
            Assert.True(expected.SequenceEqual(actual, StringComparer.Ordinal), string.Join('\n',
                expected.Zip(actual).Where(p => p.First != p.Second).Select(p => $"tool: {p.First}   ours: {p.Second}")
                    .Concat(tree.Files.Select(f => $"--- {f.Folder}/{f.Name} {f.Kind}\n{f.Content}"))
                    .Prepend($"before {string.Join(' ', tree.Before)}")));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>systemd-sysctl of bookworm writes a value again that is there already, which the kernel copies to every
    /// interface for IPv6 alone; later ones leave it, and theirs is the rule that we follow.</summary>
    private static bool IsComparable(string line) => s_systemd.Value >= 257
        || !(line.StartsWith("boot net/ipv6/", StringComparison.Ordinal) && !line.Contains("/all/", StringComparison.Ordinal));

    private static readonly Lazy<int> s_systemd = new(() =>
    {
        string tool = Environment.GetEnvironmentVariable("ORACLE_ROOT") + "/usr/lib/systemd/systemd-sysctl";
        string[] words = Shell.Run("grep", "-aoE", "-m1", "systemd-shared-[0-9]+", tool).Output.Split('-', '\n');
        return int.Parse(words[2], CultureInfo.InvariantCulture);
    });

    /// <summary>The values after each tool, as the settings foretell them from the values before.</summary>
    private static IEnumerable<string> Foretell(SysctlTree tree, string root)
    {
        Reading<IReadOnlyList<KernelSetting>> reading = SettingReader.Read(
            new RootedHost(root), [.. SysctlTree.Paths.Select(SysctlKey.FromPath)]);
        foreach (bool boot in new[] { true, false })
        {
            foreach ((string path, KernelSetting setting) in SysctlTree.Paths.Zip(reading.Value))
            {
                SettingAssignment? winner = boot ? setting.Boot : setting.SysctlSystem;
                int value = winner is null ? Before(tree, path, boot) : SettingValue.ToNumber(winner.Value)!.Value;
                yield return $"{(boot ? "boot" : "sysctl")} {path} {value}";
            }
        }
    }

    private static int Before(SysctlTree tree, string path, bool boot) => boot ? 0 : path switch
    {
        _ when path.StartsWith("net/ipv6", StringComparison.Ordinal) => tree.Before[1],
        _ when path.EndsWith("forwarding", StringComparison.Ordinal) || path.EndsWith("ip_forward", StringComparison.Ordinal)
            => tree.Before[0],
        _ => tree.Before[2],
    };

    private static void Write(SysctlTree tree, string work)
    {
        string root = Path.Combine(work, "root");
        foreach ((string ours, string real) in s_folders)
        {
            Directory.CreateDirectory(Path.Combine(work, ours));
            Directory.CreateDirectory(Path.Combine(root, real));
        }

        Directory.CreateSymbolicLink(Path.Combine(root, "lib"), "usr/lib");
        foreach (SysctlTree.Entry entry in tree.Files)
        {
            if (entry.Folder.Length == 0)
            {
                Make(entry, Path.Combine(work, entry.Name));
                Make(entry, Path.Combine(root, "etc", entry.Name));
            }
            else
            {
                Make(entry, Path.Combine(work, entry.Folder, entry.Name));
                Make(entry, Path.Combine(root, s_folders.Single(f => f.Ours == entry.Folder).Real, entry.Name));
            }
        }

        foreach (bool boot in new[] { true, false })
        {
            string[] lines = [.. SysctlTree.Paths.Select(p => $"{p} {Before(tree, p, boot)}")];
            File.WriteAllLines(Path.Combine(work, boot ? "boot.initial" : "sysctl.initial"), lines);
        }

        foreach (string path in SysctlTree.Paths)
        {
            string file = Path.Combine(root, "proc/sys", path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, $"{Before(tree, path, boot: false)}\n");
        }
    }

    private static void Make(SysctlTree.Entry entry, string path)
    {
        switch (entry.Kind)
        {
            case SysctlTree.Kind.Null:
                File.CreateSymbolicLink(path, "/dev/null");
                break;
            case SysctlTree.Kind.Dangling:
                File.CreateSymbolicLink(path, "nowhere");
                break;
            case SysctlTree.Kind.Folder:
                Directory.CreateDirectory(path);
                break;
            default:
                File.WriteAllText(path, entry.Kind == SysctlTree.Kind.Empty ? "" : entry.Content);
                break;
        }
    }
}
