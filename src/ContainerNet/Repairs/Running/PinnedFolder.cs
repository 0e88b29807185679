using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using ContainerNet.Interop;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Repairs.Running;

/// <summary>
/// A folder that is held open, reached without following a link, in which files are replaced and removed. It may be an ordinary user's, who
/// could exchange it for a link to elsewhere between our look and our deed.
/// </summary>
internal sealed class PinnedFolder : IDisposable
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

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

    /// <summary>Mode and owner of a file of it.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    public FileRights RightsOf(string name) => RightsOf(_descriptor, name, NativeFolder.StatNoFollow);

    /// <summary>Mode and owner of any file; a link is followed.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    public static FileRights RightsOfAny(string path) => RightsOf(NativeFolder.Here, path, 0);

    private static FileRights RightsOf(int folder, string name, int flags)
    {
        const int Bits = 0x1ff;
        Span<byte> result = stackalloc byte[NativeFolder.StatBytes];
        return NativeFolder.Stat(folder, name, flags, NativeFolder.Rights, result) == 0
            ? new FileRights(
                BinaryPrimitives.ReadUInt16LittleEndian(result[NativeFolder.ModeAt..]) & Bits,
                (BinaryPrimitives.ReadUInt32LittleEndian(result[NativeFolder.UserAt..]), BinaryPrimitives.ReadUInt32LittleEndian(result[NativeFolder.GroupAt..])))
            : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    /// <summary>Puts a file into it, in the place of one that is there: whole, and durable.</summary>
    public void Replace(string name, string content, FileRights rights)
    {
        if (!IsUnix)
        {
            throw new PlatformNotSupportedException();
        }

        string temporary = PathOf(TemporaryOf(name));
        try
        {
            File.Delete(temporary);
            Write(temporary, content, rights);
            if (NativeFolder.Rename(_descriptor, TemporaryOf(name), _descriptor, name) != 0)
            {
                throw new IOException($"it could not be put in its place: {Marshal.GetLastPInvokeErrorMessage()}");
            }

            Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Removes a file, and what a killed write left of it.</summary>
    public void Remove(string name)
    {
        if (File.Exists(PathOf(name)) || File.Exists(PathOf(TemporaryOf(name))))
        {
            File.Delete(PathOf(name));
            File.Delete(PathOf(TemporaryOf(name)));
            Flush();
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

    /// <summary>Tells the analyzer too that file modes exist here.</summary>
    [UnsupportedOSPlatformGuard("windows")]
    private static bool IsUnix => !OperatingSystem.IsWindows();

    /// <summary>One name for each file, so that the next write takes away what a killed one left. Only who holds the lock
    /// writes a file, and the journal's have names of their own.</summary>
    private static string TemporaryOf(string name) => $".containernet-{name}~";

    /// <summary>The path of a file of it, for the framework.</summary>
    private string PathOf(string name) => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_descriptor}/{name}");

    [UnsupportedOSPlatform("windows")]
    private static void Write(string path, string content, FileRights rights)
    {
        // CreateNew is O_EXCL, which never follows a link; the mode is set again because the umask cuts it.
        using FileStream stream = new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        stream.Write(s_utf8.GetBytes(content));
        if (rights.Owner is { } owner)
        {
            Give(stream.SafeFileHandle, owner);
        }

        File.SetUnixFileMode(stream.SafeFileHandle, (UnixFileMode)rights.Mode);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Only root may give a file to somebody; anybody else owns what he writes.</summary>
    private static void Give(SafeFileHandle file, (uint User, uint Group) owner)
    {
        if (Environment.IsPrivilegedProcess && NativeFolder.ChangeOwner(file.DangerousGetHandle(), owner.User, owner.Group) != 0)
        {
            throw new IOException($"its owner could not be set: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here says what is wrong; a hidden temporary file does no harm.
        }
    }

    private static int Opened(int descriptor, string path) => descriptor >= 0 ? descriptor
        : throw new IOException($"{path} could not be opened: {Marshal.GetLastPInvokeErrorMessage()}");
}
