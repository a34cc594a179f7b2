using NVirt.Xml;

namespace NVirt.Native;

/// <summary>
/// What a C program holds is a number that looks like a pointer: a place in this table, and how often the place was used. A closed handle,
/// one of another kind, and a pointer from elsewhere are refused. Reading takes no lock.
/// </summary>
internal static class Handles
{
    // The lowest bits: no pointer from malloc has them.
    private const int Tag = 0xb;
    private const int TagBits = 4;
    private const int IndexBits = 28;
    private const int ChunkBits = 12;
    private const int ChunkSize = 1 << ChunkBits;

    // A place rests before it is used again, so that a stale handle is told apart by more than its number.
    private const int FewestFree = 1024;

    private static readonly Entry[]?[] Chunks = new Entry[1 << (IndexBits - ChunkBits)][];
    private static readonly Queue<int> Free = new();
    private static readonly Lock Gate = new();
    private static int _next;

    /// <summary>Keeps an object.</summary>
    /// <returns>Its handle.</returns>
    /// <exception cref="OutOfMemoryException">There are too many.</exception>
    public static nint Add(object value)
    {
        lock (Gate)
        {
            int index = Free.Count > FewestFree ? Free.Dequeue() : NewPlace();
            ref Entry entry = ref Chunks[index >> ChunkBits]![index & (ChunkSize - 1)];
            entry.Uses = entry.Uses == int.MaxValue ? 1 : entry.Uses + 1;
            entry.Value = value;
            long key = ((long)entry.Uses << (IndexBits + TagBits)) | ((long)index << TagBits) | Tag;
            Volatile.Write(ref entry.Key, key);
            return (nint)key;
        }
    }

    /// <summary>The object of a handle; <see langword="null"/> if the handle is not one of an object of this type.</summary>
    public static T? Find<T>(nint handle)
        where T : class
    {
        int index = (int)(handle >> TagBits) & ((1 << IndexBits) - 1);
        if (Volatile.Read(ref Chunks[index >> ChunkBits]) is not { } chunk)
        {
            return null;
        }

        ref Entry entry = ref chunk[index & (ChunkSize - 1)];
        object? value = Volatile.Read(ref entry.Key) == handle ? Volatile.Read(ref entry.Value) : null;

        // It may have been closed, and its place taken, between the two.
        return Volatile.Read(ref entry.Key) == handle ? value as T : null;
    }

    /// <summary>Lets an object go.</summary>
    /// <returns>Whether the handle was one.</returns>
    public static bool Remove<T>(nint handle)
        where T : class
    {
        lock (Gate)
        {
            if (Find<T>(handle) is null)
            {
                return false;
            }

            int index = (int)(handle >> TagBits) & ((1 << IndexBits) - 1);
            ref Entry entry = ref Chunks[index >> ChunkBits]![index & (ChunkSize - 1)];
            Volatile.Write(ref entry.Key, 0);
            entry.Value = null;
            Free.Enqueue(index);
            return true;
        }
    }

    private static int NewPlace()
    {
        if (_next == 1 << IndexBits)
        {
            throw new NativeException(NativeErrorKind.NoMemory, Text.Of(Messages.Native_NoHandles, (1 << IndexBits) - 1));
        }

        int index = _next++;
        if (Chunks[index >> ChunkBits] is null)
        {
            Volatile.Write(ref Chunks[index >> ChunkBits], new Entry[ChunkSize]);
        }

        return index;
    }

    private struct Entry
    {
        public long Key;
        public object? Value;
        public int Uses;
    }
}
