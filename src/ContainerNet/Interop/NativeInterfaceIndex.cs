using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>if_nametoindex(3), in the namespace of the calling thread.</summary>
internal static partial class NativeInterfaceIndex
{
    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint Of(string name);
}
