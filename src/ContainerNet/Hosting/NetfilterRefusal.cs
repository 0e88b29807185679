using System.Runtime.InteropServices;

namespace ContainerNet.Hosting;

/// <summary>What netfilter said against a request.</summary>
/// <param name="Index">Which message of the batch; -1 for the batch as a whole.</param>
/// <param name="Error">The error number.</param>
/// <param name="Words">The kernel's own words; empty when it has none.</param>
internal sealed record NetfilterRefusal(int Index, int Error, string Words)
{
    /// <summary>The error in words.</summary>
    public string Reason => Marshal.GetPInvokeErrorMessage(Error) + (Words.Length > 0 ? $" ({Words})" : "");
}
