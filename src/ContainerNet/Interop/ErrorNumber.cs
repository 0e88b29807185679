namespace ContainerNet.Interop;

/// <summary>The kernel's error numbers that callers tell apart (asm-generic/errno.h).</summary>
internal static class ErrorNumber
{
    internal const int NotPermitted = 1;
    internal const int NoEntry = 2;
    internal const int NoProcess = 3;
    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int AccessDenied = 13;
    internal const int Exists = 17;
    internal const int NoDevice = 19;
    internal const int NotDirectory = 20;
    internal const int Invalid = 22;
    internal const int ProtocolNotSupported = 93;
    internal const int NotSupported = 95;
    internal const int FamilyNotSupported = 97;
    internal const int NoBuffer = 105;
}
