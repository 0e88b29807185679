namespace ContainerNet.Model;

/// <summary>Why an assignment in a sysctl file counts or does not (sysctl.d(5), sysctl(8)).</summary>
public enum SettingFate
{
    /// <summary>It wins both at boot and with `sysctl --system`.</summary>
    Wins,

    /// <summary>It wins at boot (systemd-sysctl) only.</summary>
    WinsAtBoot,

    /// <summary>It wins with `sysctl --system` only.</summary>
    WinsWithSysctl,

    /// <summary>A later assignment of the same key overrules it.</summary>
    Overruled,

    /// <summary>Its whole file is replaced by one of the same name in a directory of higher rank.</summary>
    Masked,

    /// <summary>The kernel refuses the value, which is not a number: what was set before it stands.</summary>
    Refused,

    /// <summary>A glob that an explicit assignment or an exclusion takes the key away from.</summary>
    Excluded,
}
