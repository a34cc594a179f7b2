using NVirt.Cpu.Probe.Linux;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

public class AuxVectorTests
{
    [Theory]
    [InlineData(8, true)]
    [InlineData(8, false)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    public void An_entry_is_found_in_words_of_either_size_and_order(int wordBytes, bool isLittleEndian)
    {
        byte[] vector = Vector(wordBytes, isLittleEndian, 6, 4096, 16, 0x10119fff, 16, 1, 0, 0);
        Assert.Equal(0x10119ffful, AuxVector.Find(vector, AuxVector.Capabilities, wordBytes, isLittleEndian));
        Assert.Null(AuxVector.Find(vector, 17, wordBytes, isLittleEndian));
    }

    [Fact]
    public void The_type_0_ends_it() => Assert.Null(AuxVector.Find(Vector(8, true, 6, 4096, 0, 0, 16, 1), 16, 8, isLittleEndian: true));

    [Fact]
    public void Half_an_entry_is_none() =>
        Assert.Null(AuxVector.Find(Vector(8, true, 6, 4096, 16, 1).AsSpan(0, 31), 16, 8, isLittleEndian: true));

    [Fact]
    public void The_vector_of_this_process_has_the_size_of_a_page()
    {
        Needs.Hardware(File.Exists("/proc/self/auxv"), "only Linux has it");
        Assert.Equal((ulong)Environment.SystemPageSize,
            AuxVector.Find(File.ReadAllBytes("/proc/self/auxv"), 6, nint.Size, BitConverter.IsLittleEndian));
    }

    private static byte[] Vector(int wordBytes, bool isLittleEndian, params ulong[] words) => [.. words.SelectMany(w =>
    {
        byte[] bytes = wordBytes == 8 ? BitConverter.GetBytes(w) : BitConverter.GetBytes((uint)w);
        return isLittleEndian == BitConverter.IsLittleEndian ? bytes : bytes.Reverse();
    })];
}
