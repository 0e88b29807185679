using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>systemctl for the manager that has a service of a container.</summary>
internal static class UnitCommand
{
    /// <summary>How long a service may take to stop and to start: longer than systemd waits for one that does not stop.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>Null where it is not known whose manager that is.</summary>
    public static CommandLine? Systemctl(ContainerUnit unit, params string[] arguments) => unit switch
    {
        { User: null } => CommandLine.Of(["systemctl", .. arguments]) with { Limit = s_limit },
        { UserId: int user, GroupId: int group } => UserCommand.Systemctl(asRoot: true, user, group, arguments) with { Limit = s_limit },
        _ => null,
    };
}
