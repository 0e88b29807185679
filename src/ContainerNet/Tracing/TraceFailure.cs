using ContainerNet.Hosting;
using ContainerNet.Interop;

namespace ContainerNet.Tracing;

/// <summary>Says in words why the kernel would not make our trace table.</summary>
internal static class TraceFailure
{
    private const string Target = "trace";

    /// <summary>The failure that a refusal stands for.</summary>
    public static ContainerNetException Of(NetfilterRefusal refusal, TablePart part) => refusal.Error switch
    {
        ErrorNumber.NotPermitted or ErrorNumber.AccessDenied => new(
            Problem.PermissionDenied, Target,
            $"Tracing needs CAP_NET_ADMIN in the network namespace, which root has: {refusal.Reason}."),
        ErrorNumber.NotSupported or ErrorNumber.Invalid or ErrorNumber.FamilyNotSupported
            or ErrorNumber.ProtocolNotSupported or ErrorNumber.NoEntry => new(
            Problem.TraceUnsupported, Target,
            $"This kernel cannot trace: {Missing(refusal.Error, part)} ({refusal.Reason})."),
        _ => new(Problem.NetlinkRefused, Target, $"The kernel would not make the trace table: {refusal.Reason}."),
    };

    private static string Missing(int error, TablePart part) => part switch
    {
        TablePart.Table when error == ErrorNumber.FamilyNotSupported => "nf_tables has no family inet",
        TablePart.Table => "its nf_tables knows no table with an owner, which Linux 5.12 brought, "
            + "and without one our rules could outlive us",
        TablePart.Chain => "nf_tables takes no filter chain in family inet",
        TablePart.Rule => "a rule needs an expression (ct, limit, payload, bitwise or meta nftrace) that is not there",
        _ => "it has no nf_tables",
    };
}
