using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NVirt.Qemu.Guests;

/// <summary>
/// A shell in a session of its own that does what it is told through a pipe. .NET can start no process in another session, nor one that
/// inherits only certain files; programs that do the one and the other each take as long to start as the shell.
/// </summary>
internal sealed partial class GuestShell : IDisposable
{
    /// <summary>The program.</summary>
    public const string Program = "/bin/sh";

    // The sizes of the C library's own structures differ; none is larger.
    private const int StructureBytes = 1024;

    private const short NewSession = 0x80;
    private const short UsualSignals = 0x4;
    private const short NoBlockedSignals = 0x8;
    private const int NotInherited = 0x80000;
    private const int Duplicate = 1030;
    private const int BrokenPipe = 13;

    // Those below are given other meanings.
    private const int LeastNumber = 10;

    private readonly FileStream _gate;

    private GuestShell(int id, FileStream gate) => (Id, _gate) = (id, gate);

    /// <summary>Its number.</summary>
    public int Id { get; }

    /// <summary>Starts it.</summary>
    /// <param name="environment">Its environment.</param>
    /// <param name="files">What it inherits, with the numbers that they get in it.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static GuestShell Start(IEnumerable<string> environment, IEnumerable<(SafeHandle File, int Number)> files)
    {
        int[] pipe = new int[2];
        Require(OpenPipe(pipe, NotInherited) == 0 ? 0 : Marshal.GetLastPInvokeError());
        FileStream gate = new(new SafeFileHandle(pipe[1], ownsHandle: true), FileAccess.Write, bufferSize: 0);
        List<SafeHandle> kept = [new SafeFileHandle(pipe[0], ownsHandle: true)];
        try
        {
            kept.Add(Above(kept[0]));
            List<(int From, int To)> numbers = [(Number(kept[1]), 0)];
            foreach ((SafeHandle file, int number) in files)
            {
                kept.Add(Above(file));
                numbers.Add((number >= LeastNumber ? Number(file) : Number(kept[^1]), number));
            }

            int id = Start([Program], [.. environment], numbers);
            EndedChildren.Add(id);
            return new GuestShell(id, gate);
        }
        catch
        {
            gate.Dispose();
            throw;
        }
        finally
        {
            kept.ForEach(k => k.Dispose());
        }
    }

    /// <summary>Tells it something. If it has ended, whoever waits for what it does notices.</summary>
    public void Tell(byte[] words)
    {
        try
        {
            _gate.Write(words);
        }
        catch (IOException)
        {
            // It was killed.
        }
    }

    /// <summary>Lets it end, if it still listens.</summary>
    public void Dispose() => _gate.Dispose();

    // The caller keeps the file open meanwhile.
    private static int Number(SafeHandle file) => (int)file.DangerousGetHandle();

    private static SafeFileHandle Above(SafeHandle file)
    {
        SafeFileHandle other = new(Control(file, Duplicate, LeastNumber), ownsHandle: true);
        Require(other.IsInvalid ? Marshal.GetLastPInvokeError() : 0);
        return other;
    }

    private static unsafe int Start(string[] arguments, string[] environment, List<(int From, int To)> files)
    {
        byte* actions = (byte*)NativeMemory.AllocZeroed(3 * StructureBytes);
        byte* attributes = actions + StructureBytes;
        byte* signals = attributes + StructureBytes;
        nint words = Words(arguments);
        nint variables = Words(environment);
        try
        {
            Require(InitActions(actions));
            Require(InitAttributes(attributes));

            // .NET ignores this one, and a program inherits that.
            _ = EmptySignals(signals);
            Require(SetMask(attributes, signals));
            _ = AddSignal(signals, BrokenPipe);
            Require(SetUsual(attributes, signals));
            Require(SetFlags(attributes, NewSession | UsualSignals | NoBlockedSignals));
            foreach ((int from, int to) in files)
            {
                Require(AddFile(actions, from, to));
            }

            Require(Spawn(out int id, Program, actions, attributes, words, variables));
            return id;
        }
        finally
        {
            _ = EndActions(actions);
            _ = EndAttributes(attributes);
            NativeMemory.Free(actions);
            Marshal.FreeCoTaskMem(words);
            Marshal.FreeCoTaskMem(variables);
        }
    }

    // Pointers to words, the last one null, and the words behind them.
    private static nint Words(string[] words)
    {
        byte[][] texts = [.. words.Select(w => Encoding.UTF8.GetBytes(w + '\0'))];
        int pointers = (words.Length + 1) * nint.Size;
        nint memory = Marshal.AllocCoTaskMem(pointers + texts.Sum(t => t.Length));
        nint next = memory + pointers;
        for (int i = 0; i < texts.Length; i++)
        {
            Marshal.WriteIntPtr(memory, i * nint.Size, next);
            Marshal.Copy(texts[i], 0, next, texts[i].Length);
            next += texts[i].Length;
        }

        Marshal.WriteIntPtr(memory, words.Length * nint.Size, 0);
        return memory;
    }

    private static void Require(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int OpenPipe([Out] int[] ends, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeHandle file, int operation, int value);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Spawn(
        out int id, string program, byte* actions, byte* attributes, nint arguments, nint environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static unsafe partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static unsafe partial int EndActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static unsafe partial int AddFile(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static unsafe partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static unsafe partial int EndAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static unsafe partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static unsafe partial int SetUsual(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static unsafe partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static unsafe partial int EmptySignals(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    private static unsafe partial int AddSignal(byte* signals, int signal);
}
