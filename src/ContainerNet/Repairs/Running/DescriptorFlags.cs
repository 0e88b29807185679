using System.Runtime.InteropServices;

namespace ContainerNet.Repairs.Running;

/// <summary>Whether a program that is started gets an open file too (fcntl(2), F_SETFD).</summary>
internal static partial class DescriptorFlags
{
    private const int SetFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>Says it.</summary>
    public static void Inherit(SafeHandle file, bool inherited)
    {
        if (Control(file, SetFlags, inherited ? 0 : CloseOnExec) != 0)
        {
            throw new IOException($"The lock could not be shared: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeHandle file, int command, int flags);
}
