using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Hosting;

/// <summary>Puts questions in many network namespaces. A few threads go from one to the next and end after the last: to make a
/// thread, and a buffer, for each of a hundred containers would take longer than all that the kernel has to say.</summary>
internal static class NamespaceVisits
{
    private const int StackBytes = 256 * 1024;
    private const int SubsystemShift = 8;

    /// <summary>The answers, in the order of the places.</summary>
    public static IReadOnlyList<NamespaceAnswers> Ask(IReadOnlyList<NamespaceQuestions> places)
    {
        NamespaceAnswers[] answers = new NamespaceAnswers[places.Count];
        int next = -1;
        ExceptionDispatchInfo? failure = null;
        void VisitAll()
        {
            try
            {
                for (int index = Interlocked.Increment(ref next); index < answers.Length; index = Interlocked.Increment(ref next))
                {
                    answers[index] = Visit(places[index]);
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again in the caller's thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }

        List<Thread> threads = [];
        for (int count = Math.Min(Environment.ProcessorCount, answers.Length); count > 0; count--)
        {
            Thread thread = new(VisitAll, StackBytes) { IsBackground = true, Name = "netns" };
            thread.Start();
            threads.Add(thread);
        }

        threads.ForEach(t => t.Join());
        failure?.Throw();
        return answers;
    }

    private static NamespaceAnswers Visit(NamespaceQuestions place)
    {
        try
        {
            NamespaceThread.EnterForGood(place.ProcessId);
        }
        catch (ContainerNetException e)
        {
            return new NamespaceAnswers(null, e.Message);
        }

        // Every socket stays where it was made: the next namespace needs its own.
        Dictionary<NetlinkProtocol, SafeFileHandle> sockets = [];
        try
        {
            NetlinkAnswer[] answers = new NetlinkAnswer[place.Questions.Count];
            for (int index = 0; index < answers.Length; index++)
            {
                answers[index] = Answer(place.Questions[index], sockets);
            }

            return new NamespaceAnswers(answers, null);
        }
        finally
        {
            foreach (SafeFileHandle socket in sockets.Values)
            {
                socket.Dispose();
            }
        }
    }

    private static NetlinkAnswer Answer(NetlinkQuestion question, Dictionary<NetlinkProtocol, SafeFileHandle> sockets)
    {
        if (!IsModuleThere(question))
        {
            return new NetlinkAnswer(null, null);
        }

        try
        {
            if (!sockets.TryGetValue(question.Protocol, out SafeFileHandle? socket))
            {
                sockets[question.Protocol] = socket = NetlinkRequest.Open((int)question.Protocol);
            }

            NetlinkSink sink = new();
            NetlinkRequest.Dump(socket, question.Type, question.Payload, sink);
            return new NetlinkAnswer(sink.Messages, null);
        }
        catch (ContainerNetException e) when (e.Problem == Problem.NetlinkRefused)
        {
            return new NetlinkAnswer(null, e.Message);
        }
    }

    private static bool IsModuleThere(NetlinkQuestion question) => question.Protocol switch
    {
        NetlinkProtocol.Sockets => KernelModules.Has("tcp_diag"),
        NetlinkProtocol.Netfilter => question.Type >> SubsystemShift == NetfilterMessage.TablesSubsystem
            ? KernelModules.Has("nf_tables")
            : throw new NotSupportedException("only nf_tables is asked in a namespace"),
        _ => true,
    };
}
