using System.Runtime.InteropServices;
using ContainerNet.Cli;

using CancellationTokenSource stopping = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};

// systemd and kill ask with SIGTERM: a repair that is under way is taken back, as after Ctrl+C.
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stopping.Cancel();
});

return await CommandProgram.RunAsync(args, stopping.Token);
