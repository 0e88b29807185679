using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ContainerNet.Interop;

namespace ContainerNet.Hosting;

/// <summary>Reads files whose length nobody knows beforehand (procfs says 0), telling absent, denied and unreadable apart.</summary>
internal static class FileReader
{
    /// <summary>Far more than any file that a look needs, and an end for a link to /dev/zero.</summary>
    internal const int LimitBytes = 64 * 1024 * 1024;

    private const int FirstBufferBytes = 4096;
    private const int LinkBytes = 4096;

    internal static FileReading Read(string path) => Read(path, null);

    /// <summary>The last bytes of a file, without reading what is before them.</summary>
    internal static FileReading ReadEnd(string path, int limit) => Read(path, limit);

    private static FileReading Read(string path, int? end)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return Failed(FileStatus.Absent, "a path cannot hold a null character");
        }

        // Non-blocking, so that a FIFO in a configuration folder cannot hold us.
        int descriptor = NativeFile.Open(path, NativeFile.ReadOnly | NativeFile.CloseOnExec
            | NativeFile.NonBlocking | NativeFile.NoControllingTerminal);
        if (descriptor < 0)
        {
            return Failed(Marshal.GetLastPInvokeError());
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            return end is int limit && !SkipTo(descriptor, limit)
                ? Failed(Marshal.GetLastPInvokeError()) : Drain(descriptor, ref buffer);
        }
        finally
        {
            _ = NativeFile.Close(descriptor);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal static DateTimeOffset? ModifiedAt(string path)
    {
        try
        {
            FileSystemInfo? last = File.ResolveLinkTarget(path, returnFinalTarget: true);
            FileSystemInfo file = last ?? new FileInfo(path);
            return file.Exists || Directory.Exists(file.FullName) ? new DateTimeOffset(file.LastWriteTimeUtc) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    internal static FileOwnership? OwnershipOf(string path)
    {
        const int Bits = 0xfff;
        Span<byte> result = stackalloc byte[NativeFolder.StatBytes];
        return NativeFolder.Stat(NativeFolder.Here, path, 0, NativeFolder.Rights, result) == 0
            ? new FileOwnership(
                BinaryPrimitives.ReadUInt16LittleEndian(result[NativeFolder.ModeAt..]) & Bits,
                BinaryPrimitives.ReadUInt32LittleEndian(result[NativeFolder.UserAt..]), BinaryPrimitives.ReadUInt32LittleEndian(result[NativeFolder.GroupAt..]))
            : null;
    }

    internal static FileKind? KindOf(string path)
    {
        if (Directory.Exists(path))
        {
            return FileKind.Folder;
        }

        try
        {
            // A link that leads nowhere has attributes of its own, and is no file.
            return !File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint)
                || File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: true } ? FileKind.File : FileKind.Absent;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return FileKind.Absent;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    internal static string? ReadLink(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        Span<byte> buffer = stackalloc byte[LinkBytes];
        nint length = NativeFile.ReadLink(path, buffer, buffer.Length);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer[..(int)length]);
    }

    private static bool SkipTo(int descriptor, int limit)
    {
        long length = NativeFile.Seek(descriptor, 0, NativeFile.FromEnd);
        return length >= 0 && NativeFile.Seek(descriptor, Math.Max(0, length - limit), NativeFile.FromStart) >= 0;
    }

    private static FileReading Drain(int descriptor, ref byte[] buffer)
    {
        int length = 0;
        while (true)
        {
            nint count = NativeFile.Read(descriptor, buffer.AsSpan(length), buffer.Length - length);
            if (count == 0)
            {
                return new FileReading { Status = FileStatus.Read, Content = buffer.AsSpan(0, length).ToArray() };
            }

            if (count < 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error == ErrorNumber.Interrupted)
                {
                    continue;
                }

                return Failed(error);
            }

            length += (int)count;
            if (length > LimitBytes)
            {
                return Failed(FileStatus.Unreadable, $"larger than {LimitBytes >> 20} MiB");
            }

            if (length == buffer.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
    }

    private static FileReading Failed(int error) => Failed(
        error switch
        {
            // A process that ended while its files were read answers "no such process".
            ErrorNumber.NoEntry or ErrorNumber.NotDirectory or ErrorNumber.NoProcess => FileStatus.Absent,
            ErrorNumber.AccessDenied or ErrorNumber.NotPermitted => FileStatus.Denied,
            _ => FileStatus.Unreadable,
        },
        Marshal.GetPInvokeErrorMessage(error));

    private static FileReading Failed(FileStatus status, string error) => new() { Status = status, Error = error };
}
