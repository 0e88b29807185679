using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using ContainerNet.Interop;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Repairs.Running;

/// <summary>
/// A folder that is held open, reached without following a link. A file may lie in a folder of an ordinary user, who could exchange it for a
/// link to elsewhere between our look and our deed.
/// </summary>
internal sealed class PinnedFolder : IDisposable
{
    private readonly int _descriptor;

    private PinnedFolder(int descriptor) => _descriptor = descriptor;

    /// <summary>Opens it.</summary>
    /// <param name="root">The folder that counts as the root.</param>
    /// <param name="path">The path below it.</param>
    /// <exception cref="IOException">It is not there, or a part of the path is a link.</exception>
    public static PinnedFolder Open(string root, string path)
    {
        const int Flags = NativeFolder.Folder | NativeFile.CloseOnExec;
        int at = Opened(NativeFile.Open(root.Length == 0 ? "/" : root, Flags), root);
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            int next = NativeFolder.OpenAt(at, part, Flags | NativeFolder.NoFollow);
            string error = Marshal.GetLastPInvokeErrorMessage();
            _ = NativeFile.Close(at);
            at = next >= 0 ? next : throw new IOException($"{path} could not be opened: {error}");
        }

        return new PinnedFolder(at);
    }

    /// <summary>The path of a file of it, for the framework.</summary>
    public string PathOf(string name) => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_descriptor}/{name}");

    /// <summary>Who owns a file of it; null when it is not there.</summary>
    public (uint User, uint Group)? OwnerOf(string name)
    {
        Span<byte> result = stackalloc byte[NativeFolder.StatBytes];
        return NativeFolder.Stat(_descriptor, name, NativeFolder.StatNoFollow, NativeFolder.Owner, result) != 0 ? null
            : (BinaryPrimitives.ReadUInt32LittleEndian(result[NativeFolder.UserAt..]), BinaryPrimitives.ReadUInt32LittleEndian(result[NativeFolder.GroupAt..]));
    }

    /// <summary>Gives an open file to somebody. Only root may; anybody else owns what he writes.</summary>
    public static void Give(SafeFileHandle file, (uint User, uint Group) owner)
    {
        if (Environment.IsPrivilegedProcess && NativeFolder.ChangeOwner(file.DangerousGetHandle(), owner.User, owner.Group) != 0)
        {
            throw new IOException($"its owner could not be set: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Puts a file in the place of another one of it.</summary>
    public void Rename(string name, string other)
    {
        if (NativeFolder.Rename(_descriptor, name, _descriptor, other) != 0)
        {
            throw new IOException($"{name} could not be renamed to {other}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Makes a rename or a new file durable: without fsync of the folder it may be gone after a power cut.</summary>
    public void Flush()
    {
        if (NativeFolder.Flush(_descriptor) != 0)
        {
            throw new IOException($"the folder could not be flushed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = NativeFile.Close(_descriptor);

    private static int Opened(int descriptor, string path) => descriptor >= 0 ? descriptor
        : throw new IOException($"{path} could not be opened: {Marshal.GetLastPInvokeErrorMessage()}");
}
