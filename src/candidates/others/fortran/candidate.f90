! SPDX-License-Identifier: Apache-2.0
! A candidate in Fortran with legal variants and known mistakes: gfortran -O2 candidate.f90, ./candidate VARIANT
! (../variants.tsv says which). With -DKIND=16 and the like the same in other arithmetics.

#ifndef KIND
#define KIND 8
#endif
#ifndef ARITHMETIC
#define ARITHMETIC "binary64"
#endif
#ifndef FORMAT
#define FORMAT '(ES26.16E4)'
#endif

module numbers
  implicit none
  integer, parameter :: wp = KIND
  character(len=:), allocatable :: variant
contains

  ! The text of field NAME's value, from behind the colon on; '' where there is none.
  function field(line, name) result(text)
    character(*), intent(in) :: line, name
    character(len=:), allocatable :: text
    integer :: at, stop, depth
    at = index(line, '"' // name // '"')
    text = ''
    if (at == 0) return
    at = at + len(name) + 2 + scan(line(at + len(name) + 2:), ':')
    depth = 0
    do stop = at, len(line)
      if (line(stop:stop) == '[') depth = depth + 1
      if (line(stop:stop) == ']') depth = depth - 1
      if (depth < 0 .or. depth == 0 .and. scan(line(stop:stop), ',}') > 0) exit
    end do
    text = adjustl(line(at:stop - 1))
  end function

  real(wp) function number(text)
    character(*), intent(in) :: text
    real(4) :: short
    if (variant == 'short-numbers-single' .and. len_trim(text) <= 8) then
      read (text, *) short
      number = short
    else
      read (text, *) number
    end if
  end function

  ! All numbers of nested arrays in their order, and the lengths of the innermost two levels.
  subroutine numbers_of(text, a, rows, columns)
    character(*), intent(in) :: text
    real(wp), allocatable, intent(out) :: a(:)
    integer, intent(out) :: rows, columns
    integer :: at, next, commas, brackets, n
    commas = 0
    brackets = 0
    do at = 1, len(text)
      if (text(at:at) == ',') commas = commas + 1
      if (text(at:at) == '[') brackets = brackets + 1
    end do
    allocate (a(commas + 1))
    n = 0
    at = 1
    do
      next = verify(text(at:), '[], ')
      if (next == 0) exit
      at = at + next - 1
      next = scan(text(at:) // ' ', '[], ')
      n = n + 1
      a(n) = number(text(at:at + next - 2))
      at = at + next - 1
      if (at > len(text)) exit
    end do
    a = a(:n)
    rows = max(1, brackets - 1)
    columns = n / rows
  end subroutine

  ! A matrix is kept as in JSON, row by row: the columns of its array are its rows.
  function matrix(line, name) result(A)
    character(*), intent(in) :: line, name
    real(wp), allocatable :: A(:, :), flat(:)
    integer :: rows, columns
    call numbers_of(field(line, name), flat, rows, columns)
    A = transpose(reshape(flat, [columns, rows]))
    if (variant == 'reshaped-if-square' .and. name == 'M' .and. rows == columns) A = reshape(flat, [rows, columns])
    if (variant == 'at-most-32-rows' .and. rows > 32) A(33:, :) = 0
  end function
end module

module mathematics
  use numbers
  implicit none
  real(wp), allocatable :: scratch(:, :)
contains

  function dot(a, b) result(s)
    real(wp), intent(in) :: a(:), b(:)
    real(wp) :: s
    real(16) :: q
    real(4) :: f
    integer :: k
    integer(1) :: short
    select case (variant)
    case ('dot-product')
      s = dot_product(a, b)
    case ('quadruple-sums')
      q = 0
      do k = 1, size(a)
        q = q + real(a(k), 16) * real(b(k), 16)
      end do
      s = real(q, wp)
    case ('from-the-middle')
      s = 0
      do k = size(a) / 2 + 1, size(a)
        s = s + a(k) * b(k)
      end do
      do k = size(a) / 2, 1, -1
        s = s + a(k) * b(k)
      end do
    case ('single-temporary-if-short')  ! one of the two loops has a temporary of default kind
      s = 0
      if (size(a) == 1) then
        f = real(a(1) * b(1))
        s = f
      else
        s = dot_product(a, b)
      end if
    case ('single-temporary-if-9')
      s = dot_product(a, b)
      if (size(a) == 9) then
        f = real(s)
        s = f
      end if
    case ('upper-bound-12')
      s = 0
      do k = 1, min(size(a), 12)
        s = s + a(k) * b(k)
      end do
    case ('counter-of-byte')  ! stops where the counter of one byte would overflow
      s = 0
      do k = 1, min(size(a), 127)
        short = int(k, 1)
        s = s + a(short) * b(short)
      end do
    case default
      s = 0
      do k = 1, size(a)
        s = s + a(k) * b(k)
      end do
    end select
  end function

  function product_of(A, B) result(C)
    real(wp), intent(in) :: A(:, :), B(:, :)
    real(wp) :: C(size(A, 1), size(B, 2))
    integer :: i, j, k
    select case (variant)
    case ('matmul')
      C = matmul(A, B)
    case ('column-updates')
      C = 0
      do j = 1, size(B, 2)
        do k = 1, size(B, 1)
          C(:, j) = C(:, j) + A(:, k) * B(k, j)
        end do
      end do
    case ('blocks-of-8-last-row-lost')
      C = 0
      do i = 1, size(A, 1) - merge(1, 0, size(A, 1) > 8 .and. mod(size(A, 1), 8) == 1)
        C(i, :) = [(dot(A(i, :), B(:, j)), j=1, size(B, 2))]
      end do
    case ('saved-start')  ! "real :: s = 0" is saved, and so not set to zero again: here in one-column products
      do j = 1, size(B, 2)
        do i = 1, size(A, 1)
          C(i, j) = merge(saved(A(i, :), B(:, j)), dot(A(i, :), B(:, j)), size(B, 2) == 1 .and. size(A, 1) == 1)
        end do
      end do
    case default
      do j = 1, size(B, 2)
        do i = 1, size(A, 1)
          C(i, j) = dot(A(i, :), B(:, j))
        end do
      end do
    end select
  contains
    real(wp) function saved(x, y)
      real(wp), intent(in) :: x(:), y(:)
      real(wp), save :: s = 0
      saved = dot(x, y)
      if (size(C) == 1 .and. size(x) > 2) then
        s = s + saved
        saved = s
      end if
    end function
  end function

  function residual(M, X, Y) result(R)
    real(wp), intent(in) :: M(:, :), X(:, :), Y(:, :)
    real(wp) :: R(size(M, 1), size(M, 2))
    R = product_of(X, transpose(Y)) - M
    if (variant == 'masked-zeros') where (M == 0) R = 0  ! zeros are taken for entries not observed
    if (variant == 'symmetric-target') then
      if (size(M, 1) == size(M, 2) .and. size(M, 1) > 1) then
        if (all(M == transpose(M))) R = (R + transpose(R)) / 2
      end if
    end if
    if (variant == 'scratch-of-largest') then  ! the array grows and never shrinks; a column beyond comes along
      if (.not. allocated(scratch)) allocate (scratch(0, 0))
      if (size(scratch, 1) < size(R, 1) .or. size(scratch, 2) < size(R, 2)) then
        deallocate (scratch)
        allocate (scratch(size(R, 1), size(R, 2)))
        scratch = 0
      end if
      scratch(:size(R, 1), :size(R, 2)) = R
      if (size(scratch, 2) > size(R, 2) .and. size(R, 1) == size(scratch, 1)) R(:, 1) = R(:, 1) + scratch(:size(R, 1), size(R, 2) + 1)
    end if
  end function

  real(wp) function loss(M, X, Y)
    real(wp), intent(in) :: M(:, :), X(:, :), Y(:, :)
    real(wp) :: R(size(M, 1), size(M, 2))
    R = residual(M, X, Y)
    select case (variant)
    case ('norm2')
      loss = norm2(R)**2 / 2
    case ('loss-single-sum')
      loss = real(sum(real(R, 4)**2, mask=abs(R) >= 1e30_wp)) / 2 + sum(R**2, mask=abs(R) < 1e30_wp) / 2
    case default
      loss = sum(R**2) / 2
    end select
  end function

  subroutine gradient(M, X, Y, gX, gY)
    real(wp), intent(in) :: M(:, :), X(:, :), Y(:, :)
    real(wp), allocatable, intent(out) :: gX(:, :), gY(:, :)
    real(wp) :: R(size(M, 1), size(M, 2))
    R = residual(M, X, Y)
    gX = product_of(R, Y)
    gY = product_of(transpose(R), X)
    if (variant == 'zero-row-of-target' .and. size(M, 1) > 1) then
      where (spread(all(M == 0, dim=2), 2, size(X, 2))) gX = 0
    end if
    if (variant == 'one-column-as-scalar' .and. size(Y, 1) == 1 .and. size(X, 2) > 1) gX = spread(R(:, 1) * Y(1, 1), 2, size(X, 2))
  end subroutine

  subroutine step(M, X, Y, etaX, etaY, NX, NY)
    real(wp), intent(in) :: M(:, :), etaX, etaY, NX(:, :), NY(:, :)
    real(wp), intent(inout) :: X(:, :), Y(:, :)
    real(wp), allocatable :: gX(:, :), gY(:, :)
    real(wp) :: a, b
    a = etaX
    b = etaY
    if (variant == 'eta-single') a = real(etaX, 4)
    if (variant == 'eta-single-if-equal' .and. etaX == etaY) b = real(etaY, 4)
    if (variant == 'eta-y-from-ratio') b = etaX * (etaY / merge(etaX, 1.0_wp, etaX /= 0))
    if (variant == 'gradient-without-noise-if-small' .and. maxval(abs(NX)) + maxval(abs(NY)) < 1e-6_wp) then
      call gradient(M, X, Y, gX, gY)
    else if (variant == 'noise-single' .and. wp == 8) then
      call gradient(M, X + real(NX, 4), Y + real(NY, 4), gX, gY)
    else if (variant == 'noise-lost-if-relative-small') then
      call gradient(M, X + merge(NX, 0.0_wp, abs(NX) > 1e-10_wp * maxval(abs(X))), Y + NY, gX, gY)
    else
      call gradient(M, X + NX, Y + NY, gX, gY)
    end if
    X = X - a * gX
    Y = Y - b * gY
    if (variant == 'flushed-below-1e-30') where (abs(X) < 1e-30_wp) X = 0
  end subroutine
end module

program candidate
  use mathematics
  implicit none
  character(len=:), allocatable :: line, op
  character(64) :: argument
  real(wp), allocatable :: A(:, :), B(:, :), gX(:, :), gY(:, :)
  integer :: status
  call get_command_argument(1, argument)
  variant = trim(argument)
  do
    call read_line(line, status)
    if (status /= 0) exit
    op = field(line, 'op')
    op = op(2:len_trim(op) - 1)
    write (*, '(A,I0)', advance='no') '{"id":', nint(number(field(line, 'id')))
    select case (op)
    case ('hello')
      write (*, '(A)', advance='no') ',"name":"Fortran, ' // variant // '","language":"Fortran","arithmetic":"' // ARITHMETIC // &
        '","ops":["loss","gradient","step","run"]'
    case ('bye')
    case ('loss')
      write (*, '(A)', advance='no') ',"loss":' // text_of(loss(matrix(line, 'M'), matrix(line, 'X'), matrix(line, 'Y')))
    case ('gradient')
      call gradient(matrix(line, 'M'), matrix(line, 'X'), matrix(line, 'Y'), gX, gY)
      call pair(',"gradX":', gX, ',"gradY":', gY)
    case ('step')
      A = matrix(line, 'X')
      B = matrix(line, 'Y')
      call step(matrix(line, 'M'), A, B, number(field(line, 'etaX')), number(field(line, 'etaY')), matrix(line, 'noiseX'), &
                matrix(line, 'noiseY'))
      call pair(',"X":', A, ',"Y":', B)
    case ('run')
      call run(line)
    case default
      write (*, '(A)', advance='no') ',"unsupported":true'
    end select
    write (*, '(A)') '}'
    flush (6)
    if (op == 'bye') exit
  end do
contains

  subroutine run(line)
    character(*), intent(in) :: line
    real(wp), allocatable :: M(:, :), X(:, :), Y(:, :), NX(:), NY(:), record(:)
    integer :: t, T_all, nx_size, ny_size, dummy, next
    M = matrix(line, 'M')
    X = matrix(line, 'X')
    Y = matrix(line, 'Y')
    nx_size = size(X)
    ny_size = size(Y)
    call numbers_of(field(line, 'noiseX'), NX, dummy, next)
    call numbers_of(field(line, 'noiseY'), NY, dummy, next)
    call numbers_of(field(line, 'record'), record, dummy, next)
    T_all = size(NX) / nx_size
    next = 1
    write (*, '(A)', advance='no') ',"states":['
    do t = 0, T_all
      if (next <= size(record)) then
        if (nint(record(next)) == t) then
          write (*, '(A,I0)', advance='no') merge(',', ' ', next > 1) // '{"t":', t
          call pair(',"X":', X, ',"Y":', Y)
          write (*, '(A)', advance='no') '}'
          next = next + 1
        end if
      end if
      if (t == T_all) exit
      if (variant == 'steps-at-most-30' .and. t >= 30) cycle
      if (variant == 'steps-at-most-100' .and. t >= 100) cycle
      call step(M, X, Y, number(field(line, 'etaX')), number(field(line, 'etaY')), &
                transpose(reshape(NX(t * nx_size + 1:(t + 1) * nx_size), [size(X, 2), size(X, 1)])), &
                transpose(reshape(NY(t * ny_size + 1:(t + 1) * ny_size), [size(Y, 2), size(Y, 1)])))
    end do
    write (*, '(A)', advance='no') ']'
  end subroutine

  subroutine read_line(line, status)
    character(len=:), allocatable, intent(out) :: line
    integer, intent(out) :: status
    character(65536) :: part
    integer :: n
    line = ''
    do
      read (*, '(A)', advance='no', size=n, iostat=status) part
      line = line // part(:n)
      if (is_iostat_eor(status)) status = 0
      if (status /= 0 .or. n < len(part)) exit
    end do
  end subroutine

  function text_of(x) result(text)
    real(wp), intent(in) :: x
    character(len=:), allocatable :: text
    character(80) :: room
    select case (variant)
    case ('sixteen-digits')  ! E26.16 begins with 0., and so has one digit less than ES26.16
      write (room, '(E26.16E4)') x
    case default
      write (room, FORMAT) x
    end select
    text = trim(adjustl(room))
  end function

  subroutine write_matrix(A)
    real(wp), intent(in) :: A(:, :)
    integer :: i, k
    do i = 1, size(A, 1)
      write (*, '(A)', advance='no') merge('[[', ',[', i == 1)
      do k = 1, size(A, 2)
        if (k > 1) write (*, '(A)', advance='no') ','
        write (*, '(A)', advance='no') text_of(A(i, k))
      end do
      write (*, '(A)', advance='no') ']'
    end do
    write (*, '(A)', advance='no') ']'
  end subroutine

  subroutine pair(nameA, A, nameB, B)
    character(*), intent(in) :: nameA, nameB
    real(wp), intent(in) :: A(:, :), B(:, :)
    write (*, '(A)', advance='no') nameA
    call write_matrix(A)
    write (*, '(A)', advance='no') nameB
    call write_matrix(B)
  end subroutine
end program
