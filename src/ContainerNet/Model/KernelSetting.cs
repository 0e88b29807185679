namespace ContainerNet.Model;

/// <summary>A sysctl: its value now, every file that names it, and which of them wins under both rules.</summary>
public sealed record KernelSetting
{
    /// <summary>The key with dots, such as net.ipv4.ip_forward; a dot inside an interface name is written as '/'.</summary>
    public required string Key { get; init; }

    /// <summary>The value in the kernel; null when the key does not exist or could not be read.</summary>
    public string? Value { get; init; }

    /// <summary>The assignment that systemd-sysctl applies at boot, or null.</summary>
    public SettingAssignment? Boot { get; init; }

    /// <summary>The assignment that `sysctl --system` applies, or null.</summary>
    public SettingAssignment? SysctlSystem { get; init; }

    /// <summary>Every assignment that was found, overruled and masked ones too, in order of reading.</summary>
    public IReadOnlyList<SettingAssignment> Assignments { get; init; } = [];

    /// <summary>True when a boot would leave the value of now.</summary>
    public bool Persistent => Value is not null && Boot is not null
        && string.Equals(Boot.Value, Value, StringComparison.Ordinal);

    /// <summary>The name of an interface as it stands in a key: a dot is written as '/'.</summary>
    public static string InKey(string interfaceName)
    {
        ArgumentNullException.ThrowIfNull(interfaceName);
        return interfaceName.Replace('.', '/');
    }

    /// <summary>The file of a key under /proc/sys: there '.' parts, and '/' stands for a dot inside a name (sysctl.d(5)).</summary>
    public static string PathOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return $"/proc/sys/{string.Join('/', key.Split('.').Select(part => part.Replace('/', '.')))}".TrimEnd('/');
    }
}
