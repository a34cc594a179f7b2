# Firmware of a guest for tests: an image of 64 KiB that ends at 4 GiB, for QEMU's pc and q35. It needs no other firmware, tells on COM1
# what CPUID tells it, and counts 50 times a second. FirmwareConsole.cs reads what it writes.
#
# It writes                                           and obeys on COM1
#   CPU 0:                                              r  write the leaves and MSRs again
#      0x00000000 0x00: eax=0x... ... (as cpuid -r)     t  reset the machine by a triple fault
#   msr 0x0000010a: eax=0x... edx=0x...                 q  power off, as it does for the power button
#   end                                                 h  halt for good
#   ready
#   count 0
#   count 1, and so on

    .intel_syntax noprefix

    .equ COM1, 0x3f8
    .equ LINE_STATUS, COM1 + 5
    .equ POWER, 0x600                   # where init_power places the registers of ACPI's power management
    .equ POWER_BUTTON, 1 << 8
    .equ SLEEP, 1 << 13                 # of type 0, which is power off in both machines
    .equ APIC, 0xfee00000
    .equ TICK, 1193182 / 50             # of the programmable interval timer
    .equ MAX_LEAVES, 0x100
    .equ MAX_SUBLEAVES, 64
    .equ STACK, 0x8000

# Variables in RAM, at no address of the image.
    .struct 0x1000
count:      .struct count + 4
leaf:       .struct leaf + 4
last_leaf:  .struct last_leaf + 4
subleaf:    .struct subleaf + 4
rule:       .struct rule + 4
states:     .struct states + 8
first:      .struct first + 16          # eax, ebx, ecx, edx of sub-leaf 0
last:       .struct last + 16           # and of the latest one

    .text
    .globl start
start:

# --- From the reset vector to 32 bits, flat ---

    .code16
real_mode:
    cli
    lgdtd cs:[gdt_pointer - start]
    mov eax, cr0
    or al, 1
    mov cr0, eax
    .byte 0x66, 0xea                    # jmp 8:protected_mode, with an offset of 32 bits
    .long protected_mode
    .word 8

    .code32
protected_mode:
    mov ax, 16
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov esp, STACK
    lidt [idt_pointer]
    call init_serial
    call init_power
    call init_timer
    mov dword ptr [count], 0
    call put_report
    mov esi, offset text_ready
    call put_text
counting:
    mov esi, offset text_count
    call put_text
    mov eax, [count]
    call put_decimal
    mov al, '\n'
    call put_char
    inc dword ptr [count]
    call obey
    sti
1:  hlt                                 # until the tick, which goes on at counting
    jmp 1b

# --- What it obeys ---

obey:
    mov dx, LINE_STATUS
    in al, dx
    test al, 1
    jz obey_button
    mov dx, COM1
    in al, dx
    cmp al, 'r'
    je obey_report
    cmp al, 't'
    je reset
    cmp al, 'q'
    je power_off
    cmp al, 'h'
    je halt
    jmp obey
obey_report:
    call put_report
    jmp obey
obey_button:
    mov dx, POWER
    in ax, dx
    cmp ax, 0xffff                      # a machine without ACPI
    je 1f
    test ax, POWER_BUTTON
    jnz power_off
1:  ret

power_off:
    mov dx, POWER + 4
    mov ax, SLEEP
    out dx, ax
halt:
    cli
    hlt
    jmp halt

reset:
    lidt [no_idt_pointer]
    int3

# --- What CPUID tells ---

put_report:
    mov esi, offset text_cpu
    call put_text
    mov ebp, offset ranges
put_range:
    mov eax, [ebp]
    mov [leaf], eax
    cpuid
    mov [last_leaf], eax
    sub eax, [leaf]
    cmp eax, MAX_LEAVES                 # a range that is not there answers with anything
    jae 2f
1:  call put_leaf
    mov eax, [leaf]
    inc dword ptr [leaf]
    cmp eax, [last_leaf]
    jb 1b
2:  add ebp, 4
    cmp ebp, offset ranges_end
    jb put_range
    call put_msrs
    mov esi, offset text_end
    jmp put_text

# Sub-leaf 0 of [leaf], and those that the leaf's rule gives it.
put_leaf:
    mov dword ptr [subleaf], 0
    call put_subleaf
    mov esi, offset last
    mov edi, offset first
    mov ecx, 4
    rep movsd
    mov esi, offset rules
1:  mov eax, [esi]
    cmp eax, [leaf]
    je 2f
    add esi, 8
    cmp esi, offset rules_end
    jb 1b
    ret
2:  mov eax, [esi + 4]
    mov [rule], eax
3:  inc dword ptr [subleaf]
    mov esi, [subleaf]
    cmp esi, MAX_SUBLEAVES
    jae 4f
    call [rule]
    jnc 3b
    call put_subleaf
    jmp 3b
4:  ret

put_subleaf:
    mov eax, [leaf]
    mov ecx, [subleaf]
    cpuid
    mov [last], eax
    mov [last + 4], ebx
    mov [last + 8], ecx
    mov [last + 12], edx
    mov esi, offset text_leaf
    call put_text
    mov eax, [leaf]
    mov cl, 32
    call put_hex
    mov esi, offset text_subleaf
    call put_text
    mov eax, [subleaf]
    mov cl, 8
    call put_hex
    mov esi, offset text_eax
    mov eax, [last]
    call put_register
    mov esi, offset text_ebx
    mov eax, [last + 4]
    call put_register
    mov esi, offset text_ecx
    mov eax, [last + 8]
    call put_register
    jmp put_edx

# Rules: whether a leaf has sub-leaf esi, from 1, in the carry flag.
to_maximum:
    mov eax, [first]
    cmp eax, esi
    cmc
    ret
caches:                                 # the one that ends the list belongs to it
    mov eax, [last]
    and eax, 0x1f
    neg eax                             # carries if not 0
    ret
levels:
    mov eax, [last + 8]
    and eax, 0xff00
    neg eax
    ret
monitoring:
    mov eax, [first + 12]
    jmp resources
allocation:
    mov eax, [first + 4]
resources:
    cmp esi, 32
    jae 1f
    bt eax, esi
1:  ret
state_components:
    cmp esi, 2
    ja 2f
    je 1f
    mov eax, [first]
    mov [states], eax
    mov eax, [first + 12]
    mov [states + 4], eax
    stc
    ret
1:  mov eax, [last + 8]                 # those of sub-leaf 1
    or [states], eax
    mov eax, [last + 12]
    or [states + 4], eax
2:  bt dword ptr [states], esi
    ret
enclaves:
    mov eax, 7
    xor ecx, ecx
    cpuid
    bt ebx, 2
    jnc 1f
    cmp esi, 3
    jb 1f
    mov eax, [last]
    and eax, 0xf
    neg eax
1:  ret

# The MSRs that leaf 7 promises.
put_msrs:
    xor eax, eax
    cpuid
    cmp eax, 7
    jb 2f
    mov eax, 7
    xor ecx, ecx
    cpuid
    push edx
    mov ecx, 0x10a                      # IA32_ARCH_CAPABILITIES
    bt edx, 29
    jnc 1f
    call put_msr
1:  pop edx
    mov ecx, 0xcf                       # IA32_CORE_CAPABILITIES
    bt edx, 30
    jc put_msr
2:  ret

put_msr:
    mov [leaf], ecx
    rdmsr
    mov [last], eax
    mov [last + 12], edx
    mov esi, offset text_msr
    call put_text
    mov eax, [leaf]
    mov cl, 32
    call put_hex
    mov esi, offset text_eax
    mov eax, [last]
    call put_register
put_edx:
    mov esi, offset text_edx
    mov eax, [last + 12]
    call put_register
    mov al, '\n'
    jmp put_char

# --- Text on COM1 ---

# The text esi and the number eax.
put_register:
    push eax
    call put_text
    pop eax
    mov cl, 32
# cl bits of eax, a digit for every four.
put_hex:
    mov ebx, eax
1:  sub cl, 4
    mov eax, ebx
    shr eax, cl
    and eax, 0xf
    mov al, [digits + eax]
    call put_char
    test cl, cl
    jnz 1b
    ret

put_decimal:
    mov ebx, 10
    xor ecx, ecx
1:  xor edx, edx
    div ebx
    push edx
    inc ecx
    test eax, eax
    jnz 1b
2:  pop eax
    add al, '0'
    call put_char
    loop 2b
    ret

put_text:
    lodsb
    test al, al
    jz 1f
    call put_char
    jmp put_text
1:  ret

put_char:
    push edx
    push eax
    mov dx, LINE_STATUS
1:  in al, dx
    test al, 0x20
    jz 1b
    pop eax
    mov dx, COM1
    out dx, al
    pop edx
    ret

# --- Devices ---

init_serial:
    mov esi, offset serial_setup
    mov ecx, (serial_setup_end - serial_setup) / 2
    xor edx, edx
1:  lodsw
    mov dl, al
    mov al, ah
    mov dh, COM1 >> 8
    out dx, al
    loop 1b
    ret

# PIIX4 of pc and ICH9 of q35; where one of them is not, nobody listens. QEMU tells of the power button only whom it wakes.
init_power:
    mov esi, offset power_setup
    mov ecx, (power_setup_end - power_setup) / 8
1:  lodsd
    mov dx, 0xcf8
    out dx, eax
    lodsd
    mov dx, 0xcfc
    out dx, eax
    loop 1b
    mov dx, POWER + 2
    mov ax, POWER_BUTTON
    out dx, ax
    ret

# Interrupt 0x20 at every tick, and no other; the local APIC, where there is one, lets it through.
init_timer:
    mov dword ptr [APIC + 0xf0], 0x1ff
    mov dword ptr [APIC + 0x350], 0x700
    mov al, 0x11
    out 0x20, al
    mov al, 0x20
    out 0x21, al
    mov al, 4
    out 0x21, al
    mov al, 1
    out 0x21, al
    mov al, 0xfe
    out 0x21, al
    mov al, 0xff
    out 0xa1, al
    mov al, 0x34
    out 0x43, al
    mov al, TICK & 0xff
    out 0x40, al
    mov al, TICK >> 8
    out 0x40, al
    ret

# The only interrupt, and only where nothing is left to come back to: not every KVM knows iret without paging.
tick:
    mov al, 0x20
    out 0x20, al
    mov esp, STACK
    jmp counting

# --- Tables ---

    .align 8
ranges:
    .long 0, 0x40000000, 0x80000000, 0xc0000000
ranges_end:

rules:
    .long 0x4, caches, 0x7, to_maximum, 0xb, levels, 0xd, state_components, 0xf, monitoring, 0x10, allocation
    .long 0x12, enclaves, 0x14, to_maximum, 0x17, to_maximum, 0x18, to_maximum, 0x1d, to_maximum, 0x1e, to_maximum
    .long 0x1f, levels, 0x20, to_maximum, 0x24, to_maximum, 0x29, to_maximum, 0x8000001d, caches, 0x80000026, levels
rules_end:

serial_setup:                           # low byte of the port, value: 115200 baud, 8 bits, queues, ready
    .byte 0xfb, 0x80, 0xf8, 1, 0xf9, 0, 0xfb, 3, 0xfa, 7, 0xfc, 3
serial_setup_end:

power_setup:                            # place in configuration space, value: the ports' address, and that they are there
    .long 0x80000b40, POWER | 1, 0x80000b80, 1, 0x8000f840, POWER | 1, 0x8000f844, 0x80
power_setup_end:

    .align 8
gdt:                                    # nothing, code and data of 4 GiB
    .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdt_pointer:
    .word gdt_pointer - gdt - 1
    .long gdt

    .align 8
idt:                                    # without exceptions: one resets the machine
    .fill 0x20, 8, 0
    .word tick - start, 8, 0x8e00, 0xffff
idt_pointer:
    .word idt_pointer - idt - 1
    .long idt
no_idt_pointer:
    .word 0
    .long 0

digits:         .ascii "0123456789abcdef"
text_ready:     .asciz "ready\n"
text_count:     .asciz "count "
text_cpu:       .asciz "CPU 0:\n"
text_end:       .asciz "end\n"
text_leaf:      .asciz "   0x"
text_subleaf:   .asciz " 0x"
text_msr:       .asciz "msr 0x"
text_eax:       .asciz ": eax=0x"
text_ebx:       .asciz " ebx=0x"
text_ecx:       .asciz " ecx=0x"
text_edx:       .asciz " edx=0x"

    .org 0xfff0
    .code16
    jmp real_mode
    .org 0x10000
