using System.Reflection;

namespace ContainerNet.Lab.Hosts;

/// <summary>What a machine must have to carry lab hosts, and where the lab's scripts are.</summary>
public static class LabRequirements
{
    private static readonly string[] s_tools = ["systemd-nspawn", "debootstrap", "nsenter", "setpriv", "ip", "curl", "busybox"];

    /// <summary>Why there can be no lab on this machine; null when there can.</summary>
    public static string? MissingForLab { get; } = FindMissing();

    /// <summary>Why PowerShell cannot be asked inside a lab host; null when it can.</summary>
    public static string? MissingForPowerShell { get; } =
        MissingForLab ?? (IsOnPath("pwsh") ? null : "PowerShell (pwsh) is not installed on this machine");

    /// <summary>Why no program on a lab host can be traced; null when it can.</summary>
    public static string? MissingForTracing { get; } =
        MissingForLab ?? (IsOnPath("strace") ? null : "strace is not installed on this machine");

    /// <summary>The SSH server that tests/ssh.sh unpacks.</summary>
    public static string SshFolder => "/var/cache/containernet-lab/ssh";

    /// <summary>Why there can be no remoting between lab hosts; null when there can.</summary>
    public static string? MissingForRemoting { get; } = MissingForPowerShell
        ?? (!IsOnPath("ssh") || !IsOnPath("ssh-keygen") ? "ssh (openssh-client) is not installed on this machine"
            : File.Exists(Path.Combine(SshFolder, "usr/sbin/sshd")) ? null : "the lab's images have no SSH server: tests/ssh.sh unpacks one");

    /// <summary>tests/Lab in the working tree.</summary>
    public static string Folder { get; } = typeof(LabRequirements).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "LabFolder").Value!;

    /// <summary>The entry that people use as well.</summary>
    public static string Script => Path.Combine(Folder, "lab.sh");

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "the lab needs Linux";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "the lab needs root";
        }

        string[] missing = [.. s_tools.Where(tool => !IsOnPath(tool))];
        return missing.Length == 0 ? null : $"the lab needs {string.Join(", ", missing)}";
    }

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, tool)));
}
