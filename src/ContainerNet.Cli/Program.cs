using ContainerNet.Cli;

using CancellationTokenSource stopping = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};

return await CommandProgram.RunAsync(args, stopping.Token);
