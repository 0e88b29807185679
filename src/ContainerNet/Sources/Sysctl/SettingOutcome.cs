using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Sources.Sysctl;

/// <summary>Plays the writes of a tool on one variable, as the kernel would take them.</summary>
internal static class SettingOutcome
{
    /// <summary>The line whose value stands at the end, or null when none reaches the variable.</summary>
    /// <param name="path">The variable.</param>
    /// <param name="writes">The writes to it and to the switches that are copied to it, in order.</param>
    /// <param name="before">The value of the switch before; only a change of it is copied for IPv4.</param>
    /// <param name="isNumber">Whether the kernel takes nothing but a number.</param>
    /// <param name="skipsSame">Whether the tool leaves a value alone that reads the same already, as systemd-sysctl does
    /// (seen in 257 and 262, not in 252).</param>
    public static SysctlLine? WinnerOf(
        string path, IEnumerable<SysctlWrite> writes, int before, bool isNumber, bool skipsSame)
    {
        SysctlLine? winner = null;
        bool isSwitch = SysctlKey.IsForwardingSwitch(path);
        int current = before;
        foreach (SysctlWrite write in writes)
        {
            int? number = SettingValue.ToNumber(write.Line.Value);
            if (isNumber && number is null)
            {
                continue;
            }

            if (isSwitch || string.Equals(write.Path, path, StringComparison.Ordinal))
            {
                winner = write.Line;
                continue;
            }

            // A switch above this interface. Where the write changes nothing, an interface that says otherwise keeps its
            // own value; one that has the same value, or none from a file, may as well be said to have it from here.
            bool copied = number != current || (!SysctlKey.IgnoresSameValue(write.Path)
                && !(skipsSame && write.Line.Value == current.ToString(CultureInfo.InvariantCulture)));
            current = number ?? current;
            if (copied || winner is null)
            {
                winner = write.Line;
            }
        }

        return winner;
    }
}
