using System.Management.Automation;
using ContainerNet.Hosting;

namespace ContainerNet.Cmdlets;

/// <summary>Makes every ErrorRecord of the module, so that id, category and advice cannot drift apart.</summary>
internal static class Errors
{
    /// <summary>The record of a failure; its id is the name of the <see cref="Problem"/>.</summary>
    public static ErrorRecord RecordOf(ContainerNetException problem)
    {
        (ErrorCategory category, string action) = Describe(problem.Problem);
        return new ErrorRecord(problem, problem.Problem.ToString(), category, problem.Target)
        {
            ErrorDetails = new ErrorDetails(problem.Message) { RecommendedAction = action },
        };
    }

    private static (ErrorCategory Category, string Action) Describe(Problem problem) => problem switch
    {
        Problem.EngineUnreachable => (ErrorCategory.ConnectionError,
            "Start the engine, or name another with -Engine."),
        Problem.EngineReplyInvalid => (ErrorCategory.InvalidResult,
            "Make sure that the socket belongs to Docker or Podman."),
        Problem.PermissionDenied => (ErrorCategory.PermissionDenied,
            "Run it as root: sudo pwsh."),
        Problem.ToolMissing => (ErrorCategory.NotInstalled,
            "Install the program from the distribution's packages."),
        Problem.ToolFailed => (ErrorCategory.InvalidResult,
            "Run the program by hand with the same arguments and read its message."),
        Problem.TimedOut => (ErrorCategory.OperationTimeout,
            "Give it more time with -TimeoutSeconds, or see what hangs."),
        Problem.NetlinkRefused => (ErrorCategory.DeviceError,
            "Run it as root; in a container it needs CAP_NET_ADMIN."),
        Problem.TraceUnsupported => (ErrorCategory.NotImplemented,
            "Read in the message what is missing: Linux 5.12 or later with nf_tables can trace."),
        Problem.NamespaceNotFound => (ErrorCategory.ObjectNotFound,
            "See whether the container still runs, and try again."),
        Problem.TargetNotFound => (ErrorCategory.ObjectNotFound,
            "Let Tab complete the name, or leave it out to see all of them."),
        Problem.ConfigUnreadable => (ErrorCategory.ReadError,
            "Repair the file, or run it as a user who may read it."),
        Problem.SnapshotUnreadable => (ErrorCategory.InvalidData,
            "Take the snapshot again with this version: containernet snapshot --out FILE."),
        Problem.RepairUnsupported => (ErrorCategory.NotImplemented,
            "Follow the Remedy of the finding by hand."),
        Problem.RepairStepFailed => (ErrorCategory.OperationStopped,
            "Read what the step said; the steps before it were undone."),
        Problem.RepairConflict => (ErrorCategory.ResourceBusy,
            "Read what was changed meanwhile, and look again with Test-ContainerNet before you go on."),
        Problem.ConversionImpossible => (ErrorCategory.InvalidData,
            "Change what the message names by hand, and try again; nothing was written."),
        _ => (ErrorCategory.InvalidOperation, "Report it: this kind of failure has no advice."),
    };
}
