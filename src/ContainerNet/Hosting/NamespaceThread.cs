using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using ContainerNet.Interop;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Hosting;

/// <summary>
/// Runs code inside the network namespace of a process. A namespace belongs to a thread, so it is a thread of its own that
/// enters and then ends: one of the pool, once it had moved, would carry other people's work into the wrong namespace.
/// Sockets that are made there stay there, whoever uses them later.
/// </summary>
internal static class NamespaceThread
{
    private const int StackBytes = 256 * 1024;

    /// <summary>Runs it in the namespace of the process.</summary>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied, or what the code throws.</exception>
    public static T Run<T>(int processId, Func<T> work)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/ns/net");
        using SafeFileHandle file = Open(path);
        return Run(file, path, work);
    }

    /// <summary>Runs it in a namespace that is held open.</summary>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied, or what the code throws.</exception>
    public static T Run<T>(SafeFileHandle file, string name, Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    Enter(file, name);
                    result = work();
                }
#pragma warning disable CA1031 // Whatever it is, it is thrown again in the caller's thread.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes) { IsBackground = true, Name = "netns" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    /// <summary>Moves the calling thread into the namespace of a process. For a thread that does nothing else and then ends.</summary>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied.</exception>
    public static void EnterForGood(int processId)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/ns/net");
        using SafeFileHandle file = Open(path);
        Enter(file, path);
    }

    private static void Enter(SafeFileHandle file, string name)
    {
        if (NativeSetNamespace.Enter(file, NativeSetNamespace.Network) != 0)
        {
            throw new ContainerNetException(
                Problem.PermissionDenied,
                name,
                $"Cannot enter the network namespace {name}: {Marshal.GetLastPInvokeErrorMessage()}. Run as root.");
        }
    }

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ContainerNetException(
                Problem.PermissionDenied, path, $"Cannot open {path}: permission denied. Run as root.", e);
        }
        catch (IOException e)
        {
            throw new ContainerNetException(
                Problem.NamespaceNotFound, path, $"There is no network namespace {path}: its process has ended.", e);
        }
    }
}
