using System.Globalization;

namespace ContainerNet.Hosting;

/// <summary>A command as a user of the host, for what only that user's programs may ask: systemd lets nobody but its user speak to a
/// user's manager, not even root, and `systemctl --machine=USER@.host` would begin a session for it.</summary>
internal static class UserCommand
{
    /// <summary>systemctl of a user's manager. Whoever is that user already asks directly.</summary>
    public static CommandLine Systemctl(bool asRoot, int userId, int groupId, params IEnumerable<string> arguments)
    {
        string user = userId.ToString(CultureInfo.InvariantCulture);
        return new CommandLine
        {
            Arguments =
            [
                .. asRoot
                    ? new[]
                    {
                        "setpriv", "--reuid", user, "--regid", groupId.ToString(CultureInfo.InvariantCulture), "--clear-groups",
                        "env", $"XDG_RUNTIME_DIR=/run/user/{user}",
                    }
                    : [],
                "systemctl", "--user", .. arguments,
            ],
            Limit = TimeSpan.FromSeconds(20),
        };
    }
}
