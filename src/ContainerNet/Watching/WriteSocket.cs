using System.Runtime.InteropServices;
using ContainerNet.Hosting;
using ContainerNet.Interop;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Watching;

/// <summary>Tells which process wrote to which file of procfs. A mark on the whole file system: inodes of /proc/sys are made
/// anew whenever the kernel has dropped them, and a mark on one of them is lost with it.</summary>
internal sealed class WriteSocket : IDisposable
{
    private const int EventLength = 24; // struct fanotify_event_metadata
    private const byte Version = 3;
    private const int BufferLength = 4096;

    private readonly SafeFileHandle _group;
    private readonly byte[] _buffer = new byte[BufferLength];

    private WriteSocket(SafeFileHandle group) => _group = group;

    /// <summary>For poll(2).</summary>
    public int Descriptor => (int)_group.DangerousGetHandle();

    /// <summary>Opens it; null with a reason where the kernel does not let us.</summary>
    public static WriteSocket? Open(out string reason)
    {
        SafeFileHandle group = NativeFanotify.Create();
        if (!group.IsInvalid
            && (NativeFanotify.Mark(group, NativeFanotify.AddFileSystem, NativeFanotify.Modify, NativeFanotify.WorkingFolder, "/proc/sys/net") == 0
                || NativeFanotify.Mark(group, NativeFanotify.AddMount, NativeFanotify.Modify, NativeFanotify.WorkingFolder, "/proc/sys/net") == 0))
        {
            reason = "";
            return new WriteSocket(group);
        }

        reason = Marshal.GetLastPInvokeErrorMessage();
        group.Dispose();
        return null;
    }

    /// <summary>Takes what is there.</summary>
    /// <param name="host">Where links are read.</param>
    /// <param name="written">Gets the path and the process.</param>
    public void Receive(IHost host, Action<string, int> written)
    {
        // A file that could not be opened for us makes the read fail, and its event is gone: the next one may be ours.
        for (int failures = 0; failures < 8;)
        {
            nint length = NativeFanotify.Read(_group, _buffer, _buffer.Length);
            if (length < 0)
            {
                if (Marshal.GetLastPInvokeError() == ErrorNumber.TryAgain)
                {
                    return;
                }

                failures++;
                continue;
            }

            Take(_buffer.AsSpan(0, (int)length), host, written);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _group.Dispose();

    private static void Take(ReadOnlySpan<byte> data, IHost host, Action<string, int> written)
    {
        while (data.Length >= EventLength && data[4] == Version)
        {
            int length = MemoryMarshal.Read<int>(data);
            int file = MemoryMarshal.Read<int>(data[16..]);
            int process = MemoryMarshal.Read<int>(data[20..]);
            if (length < EventLength || length > data.Length)
            {
                return;
            }

            if (file >= 0)
            {
                string? path = host.ReadLink($"/proc/self/fd/{file}");
                _ = NativeFile.Close(file);
                if (path is not null && process > 0)
                {
                    written(path, process);
                }
            }

            data = data[length..];
        }
    }
}
